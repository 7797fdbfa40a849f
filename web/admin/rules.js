import { html } from "lit";
import { View } from "../shared/office/view.js";
import { GROUPS } from "./group.js";
import { say } from "./say.js";

/** How soon, by whom, and until when. */
export class Rules extends View {
  render() {
    return html`<div class="column">
      ${Object.keys(GROUPS).map((name) => html`<admin-group name=${name} .office=${this.office}></admin-group>`)}
      <p class="quiet">${say("rules_teams")} <a href="#teams">${say("section_teams")}</a> · ${say("rules_capacity")} <a href="#crew">${say("section_crew")}</a></p>
    </div>`;
  }
}
