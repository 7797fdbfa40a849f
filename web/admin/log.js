import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { WEEK, dateTime, dayOf, lasting, weekday } from "./words.js";
/** @import { FormSheet } from "./form-sheet.js" */
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

  /** What it was before is in force again, after a yes. @param {string} name @param {number} number */
  #putBack(name, number) {
    void /** @type {FormSheet} */ (this.querySelector("admin-form")).ask({
      title: say("put_back"),
      yes: say("put_back"),
      fields: html`<p><b>${say(`about_${name}`)}</b></p><p>${say("put_back_lead")}</p>`,
      save: async () => {
        const now = (await api.rules()).find((rule) => rule.name === name);
        await api.putBack(name, now?.number ?? 0, number - 1);
        await this.#read(null);
      },
    });
  }

  /** @param {Entry} entry */
  #details({ action, about, data }) {
    const [name, number] = about.split("/");
    const rule = action.startsWith("rules_");
    return html`<details><summary>${rule ? say(`about_${name}`) : say("log_details")}</summary>
      ${rule ? nothing : html`<p class="quiet">${about}</p>`}
      ${Object.entries(data).map(([key, value]) => html`<p><b>${keyName(key)}</b> <span dir="auto">${told(key, value)}</span></p>`)}
      ${rule ? html`<button class="secondary" @click=${() => this.#putBack(name, Number(number))}>${say("put_back")}</button>` : nothing}
    </details>`;
  }

  render() {
    if (!this.entries) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    return html`<div class="column"><section class="card" aria-labelledby="log-title">
      <h2 id="log-title">${say("section_log")}</h2>
      ${this.entries.length ? html`<div class="scroll"><table>
        <thead><tr><th scope="col">${say("when")}</th><th scope="col">${say("who")}</th><th scope="col">${say("what")}</th><th scope="col">${say("log_details")}</th></tr></thead>
        <tbody>${this.entries.map((entry) => html`<tr><td>${dateTime(entry.at)}</td><td dir="auto">${entry.name}</td><td>${what(entry.action)}</td><td>${this.#details(entry)}</td></tr>`)}</tbody>
      </table></div>` : html`<p class="quiet">${say("log_none")}</p>`}
      ${this.next ? html`<button class="secondary" @click=${() => this.#read(this.next)}>${say("earlier")}</button>` : nothing}
    </section><admin-form .office=${this.office}></admin-form></div>`;
  }
}

/** An action that has no sentence is shown as words. @param {string} action */
function what(action) {
  const text = say(`did_${action}`);
  return text === `did_${action}` ? action.replaceAll("_", " ") : text;
}

/** A rule by its name on its form; a weekday and a date as they are said. @param {string} key */
function keyName(key) {
  const rule = say(`rule_${key}`);
  if (rule !== `rule_${key}`) return rule;
  if (WEEK.includes(key)) return weekday(WEEK.indexOf(key));
  return /^\d{4}-/.test(key) ? dayOf(key) : key.replaceAll("_", " ");
}

/** From what to what; seconds of a rule as a time. @param {string} key @param {unknown} value */
function told(key, value) {
  const lasts = key !== "failed_answers" && say(`rule_${key}_lead`) !== `rule_${key}_lead`;
  const one = (/** @type {unknown} */ part) => (part === null || part === "" ? "–" : lasts ? lasting(Number(part)) : Array.isArray(part) ? part.join(", ") || "–" : String(part));
  return Array.isArray(value) ? value.map(one).join(" → ") : one(value);
}
