import { html } from "lit";
import * as api from "./api.js";
import { say } from "./say.js";
import { Sheet } from "./sheet.js";
/** @import { Canned } from "../shared/types.js" */

/** Admins write the texts that agents find with a slash. */
export class CannedSheet extends Sheet {
  static properties = { ...Sheet.properties, all: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Canned[]} */
    this.all = [];
    this.problem = "";
  }

  get heading() {
    return say("canned");
  }

  async show() {
    this.problem = "";
    await this.#read();
    await super.show();
  }

  async #read() {
    this.all = await this.desk.run(api.canned, []);
  }

  /** @param {() => Promise<unknown>} work */
  async #change(work) {
    try {
      await work();
      this.problem = "";
    } catch (error) {
      this.problem = say("failed", { message: error instanceof Error ? error.message : String(error) });
      return false;
    }
    await this.#read();
    return true;
  }

  /** @param {SubmitEvent} event @param {string} [id] */
  async #save(event, id) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const values = new FormData(form);
    const saved = await this.#change(() => api.saveCanned({ name: String(values.get("name")).trim(), text: String(values.get("text")), mark: this.all.find((one) => one.id === id)?.mark }, id));
    if (saved && !id) form.reset();
  }

  /** @param {Canned} [one] */
  #form(one) {
    return html`<form @submit=${(/** @type {SubmitEvent} */ event) => this.#save(event, one?.id)}>
      <label>${say("canned_name")}<input name="name" required maxlength="40" .value=${one?.name ?? ""} autocomplete="off" spellcheck="false"></label>
      <label>${say("canned_text")}<textarea name="text" rows="3" required dir="auto" .value=${one?.text ?? ""}></textarea></label>
      <p class="line"><button class="primary">${say(one ? "save" : "add")}</button>
        ${one ? html`<button type="button" class="secondary" @click=${() => this.#change(() => api.removeCanned(one.id))}>${say("remove")}</button>` : ""}</p>
    </form>`;
  }

  body() {
    return html`<p class="quiet">${say("canned_lead")}</p>
      <p class="problem" role="alert">${this.problem}</p>
      <ul class="canned">${this.all.map((one) => html`<li><details><summary><b>/${one.name}</b> <span class="quiet">${one.text}</span></summary>${this.#form(one)}</details></li>`)}</ul>
      <h3>${say("canned_add")}</h3>
      ${this.#form()}`;
  }
}
