import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
/** @import { FormSheet } from "./form-sheet.js" */
/** @import { Canned, Label } from "./types.js" */

/** The words that agents have at hand: canned responses and labels. */
export class Texts extends View {
  static properties = { ...View.properties, canned: { state: true }, labels: { state: true } };

  constructor() {
    super();
    /** @type {Canned[] | null} */
    this.canned = null;
    /** @type {Label[]} */
    this.labels = [];
  }

  connectedCallback() {
    super.connectedCallback();
    void this.#read();
  }

  async #read() {
    const found = await this.office.run(() => Promise.all([api.canned(), api.labels()]), null);
    if (found) [this.canned, this.labels] = found;
  }

  get #sheet() {
    return /** @type {FormSheet} */ (this.querySelector("admin-form"));
  }

  /** @param {Canned} [one] */
  #write(one) {
    void this.#sheet.ask({
      title: one ? `/${one.name}` : say("add_canned"),
      fields: html`<p class="quiet">${say("canned_lead")}</p>
        <label>${say("canned_name")}<input name="name" required maxlength="40" autocomplete="off" spellcheck="false" .value=${one?.name ?? ""}></label>
        <label>${say("canned_text")}<textarea name="text" rows="6" required dir="auto" .value=${one?.text ?? ""}></textarea></label>`,
      save: async (form) => {
        await api.saveCanned({ name: String(form.get("name")).trim(), text: String(form.get("text")), mark: one?.mark }, one?.id);
        await this.#read();
      },
      remove: one && (async () => {
        await api.removeCanned(one.id);
        await this.#read();
      }),
    });
  }

  /** @param {Label} one */
  #rename({ label, count }) {
    void this.#sheet.ask({
      title: say("rename_label"),
      fields: html`<p class="quiet">${say("rename_lead", { count })}</p>
        <label>${say("name")}<input name="to" required maxlength="40" autocomplete="off" dir="auto" list="labels" .value=${label}></label>
        <datalist id="labels">${this.labels.filter((other) => other.label !== label).map((other) => html`<option value=${other.label}></option>`)}</datalist>`,
      save: async (form) => {
        await api.renameLabel(label, String(form.get("to")));
        await this.#read();
      },
    });
  }

  /** @param {Label} one */
  #retire({ label, retired }) {
    void this.office.run(async () => (await api.retireLabel(label, !retired), this.#read()), undefined);
  }

  /** @param {Label} one */
  #label(one) {
    return html`<tr class=${one.retired ? "gone" : ""}>
      <th scope="row" dir="auto">${one.label}${one.retired ? html` <span class="tag">${say("retired")}</span>` : nothing}</th>
      <td class="number">${one.count ? html`<a href="/desk">${one.count}</a>` : 0}</td>
      <td class="number"><button class="secondary" aria-label=${say("rename_of", { name: one.label })} @click=${() => this.#rename(one)}>${say("rename")}</button>
        <button class="secondary" aria-label=${say(one.retired ? "give_again_of" : "retire_of", { name: one.label })} @click=${() => this.#retire(one)}>${say(one.retired ? "give_again" : "retire")}</button></td>
    </tr>`;
  }

  render() {
    if (!this.canned) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    return html`<div class="column">
      <section class="card" aria-labelledby="canned-title">
        <header><h2 id="canned-title">${say("canned")}</h2><button class="primary" @click=${() => this.#write()}>${say("add_canned")}</button></header>
        ${this.canned.length ? html`<div class="scroll"><table>
          <thead><tr><th scope="col">${say("canned_name")}</th><th scope="col">${say("canned_text")}</th><th scope="col"><span class="hidden">${say("change")}</span></th></tr></thead>
          <tbody>${this.canned.map((one) => html`<tr><th scope="row">/${one.name}</th><td dir="auto"><p class="short">${one.text}</p></td>
            <td class="number"><button class="secondary" aria-label=${say("change_of", { name: `/${one.name}` })} @click=${() => this.#write(one)}>${say("change")}</button></td></tr>`)}</tbody>
        </table></div>` : html`<p class="quiet">${say("canned_none")}</p>`}
      </section>
      <section class="card" aria-labelledby="labels-title">
        <h2 id="labels-title">${say("labels")}</h2>
        <p class="quiet">${say("labels_lead")}</p>
        ${this.labels.length ? html`<div class="scroll"><table>
          <thead><tr><th scope="col">${say("name")}</th><th scope="col" class="number">${say("conversations")}</th><th scope="col"><span class="hidden">${say("change")}</span></th></tr></thead>
          <tbody>${this.labels.map((one) => this.#label(one))}</tbody>
        </table></div>` : html`<p>${say("labels_none")}</p>`}
      </section>
      <admin-form .office=${this.office}></admin-form>
    </div>`;
  }
}
