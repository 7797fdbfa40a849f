import { html } from "lit";
import { View } from "../shared/office/view.js";

/** What the bot learns from, intent by intent, and how it reads a sentence now. */
export class Examples extends View {
  render() {
    return html`<div class="column"><studio-try .office=${this.office}></studio-try></div>`;
  }
}
