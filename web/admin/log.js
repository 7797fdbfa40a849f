import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { dateTime } from "./words.js";
/** @import { Entry } from "./types.js" */

/** What staff changed, and which personal data they looked at. */
export class Log extends View {
  static properties = { ...View.properties, entries: { state: true }, next: { state: true } };

  constructor() {
    super();
    /** @type {Entry[] | null} */
    this.entries = null;
    /** @type {string | null} */
    this.next = null;
  }

  connectedCallback() {
    super.connectedCallback();
    void this.#read(null);
  }

  /** @param {string | null} cursor */
  async #read(cursor) {
    const page = await this.office.run(() => api.log(cursor), null);
    if (!page) return;
    this.entries = [...(cursor ? (this.entries ?? []) : []), ...page.entries];
    this.next = page.next;
  }

  render() {
    if (!this.entries) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    return html`<div class="column"><section class="card" aria-labelledby="log-title">
      <h2 id="log-title">${say("section_log")}</h2>
      ${this.entries.length ? html`<div class="scroll"><table>
        <thead><tr><th scope="col">${say("when")}</th><th scope="col">${say("who")}</th><th scope="col">${say("what")}</th><th scope="col">${say("log_details")}</th></tr></thead>
        <tbody>${this.entries.map(({ at, name, action, about, data }) => html`<tr><td>${dateTime(at)}</td><td dir="auto">${name}</td><td>${what(action)}</td>
          <td><details><summary>${say("log_details")}</summary><p class="quiet">${about}</p>${Object.entries(data).map(([key, value]) => html`<p><b>${key}</b> ${told(value)}</p>`)}</details></td></tr>`)}</tbody>
      </table></div>` : html`<p class="quiet">${say("log_none")}</p>`}
      ${this.next ? html`<button class="secondary" @click=${() => this.#read(this.next)}>${say("earlier")}</button>` : nothing}
    </section></div>`;
  }
}

/** An action that has no sentence is shown as words. @param {string} action */
function what(action) {
  const text = say(`did_${action}`);
  return text === `did_${action}` ? action.replaceAll("_", " ") : text;
}

/** @param {unknown} value */
const told = (value) => (Array.isArray(value) ? value.join(" → ") : String(value));
