import { html, nothing } from "lit";
import { back, cross, tick } from "../shared/icons.js";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { lane, problems } from "./words.js";
/** @import { Example, IntentDetail, IntentHealth, Nearer } from "./types.js" */

/** All examples of one intent: add, edit, move and delete, a line each. */
export class Intent extends View {
  static properties = { health: { attribute: false }, astray: { attribute: false }, intents: { attribute: false }, detail: { state: true }, query: { state: true }, editing: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.health = /** @type {IntentHealth} */ (/** @type {unknown} */ (undefined));
    /** @type {IntentHealth[]} */
    this.intents = [];
    /** Examples that lie nearer to another intent. @type {Nearer[]} */
    this.astray = [];
    /** @type {IntentDetail | null} */
    this.detail = null;
    this.query = "";
    /** The text of the example that is open for changes. @type {string | null} */
    this.editing = null;
    this.busy = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const before = /** @type {IntentHealth | undefined} */ (changed.get("health"));
    if (before && before.name === this.health.name && before !== this.health) this.#read(); // saved beside this view
    if (changed.has("health") && this.detail?.name !== this.health.name) {
      this.detail = null;
      this.editing = null;
      this.#read();
    }
  }

  async #read() {
    const { name } = this.health;
    const detail = await this.office.run(() => api.intent(name), null);
    if (name === this.health.name) this.detail = detail;
  }

  /** @param {() => Promise<unknown>} work @param {string} done */
  async #save(work, done) {
    if (this.busy) return false;
    this.busy = true;
    const saved = await this.office.run(async () => (await work(), true), false);
    this.busy = false;
    if (!saved) return false;
    this.editing = null;
    this.office.tell(done);
    await this.#read();
    this.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
    return true;
  }

  /** @param {SubmitEvent} event */
  async #add(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const text = String(new FormData(form).get("text"));
    if (await this.#save(() => api.addExample(this.health.name, text), say("example_added"))) form.reset();
    /** @type {HTMLInputElement | null} */ (form.querySelector("input"))?.focus();
  }

  /** @param {SubmitEvent} event @param {string} old */
  #edit(event, old) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const [text, to] = [String(form.get("text")), String(form.get("to"))];
    const { name } = this.health;
    if (to !== name) return this.#save(() => api.moveExample(name, old, to), say("example_moved", { intent: to }));
    if (text !== old) return this.#save(() => api.editExample(name, old, text), say("example_saved"));
    this.editing = null;
  }

  /** The name is gone from all files: the other one is opened. @param {() => Promise<unknown>} work @param {string} fresh @param {string} done */
  async #replace(work, fresh, done) {
    if (fresh === this.health.name || !(await this.office.run(async () => (await work(), true), false))) return;
    this.office.tell(done);
    this.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
    this.office.go("examples", fresh);
  }

  /** @param {SubmitEvent} event */
  #rename(event) {
    event.preventDefault();
    const fresh = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("name")).trim();
    this.#replace(() => api.renameIntent(this.health.name, fresh), fresh, say("intent_renamed", { intent: fresh }));
  }

  /** @param {SubmitEvent} event */
  #merge(event) {
    event.preventDefault();
    const into = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("into"));
    this.#replace(() => api.mergeIntent(this.health.name, into), into, say("intent_merged", { intent: into }));
  }

  /** @param {string} text */
  async #open(text) {
    this.editing = text;
    await this.updateComplete;
    /** @type {HTMLInputElement | null} */ (this.querySelector(".examples form input"))?.focus();
  }

  render() {
    const { health, detail } = this;
    const words = this.query.toLowerCase();
    const shown = detail?.examples.filter(({ text }) => text.toLowerCase().includes(words)) ?? [];
    return html`<section class="card" aria-labelledby="intent-title">
      <p><a href="#examples" class="line">${back}${say("all_intents")}</a></p>
      <h2 id="intent-title" class="line wrap">${lane(health.name)} ${health.name}</h2>
      <p>${health.description}</p>
      <p class="tags">${problems(health.problems)}</p>
      <details><summary>${say("rename_or_merge")}</summary><form class="line" @submit=${this.#rename}>
        <label class="grow"><span class="hidden">${say("rename")}</span><input name="name" required .value=${health.name} autocomplete="off" spellcheck="false"></label>
        <button class="secondary">${say("rename")}</button></form>
        <form class="line" @submit=${this.#merge}>
        <label class="grow"><span class="hidden">${say("merge")}</span><select name="into" required><option value="">${say("merge")}</option>${this.intents.filter(({ name }) => name !== health.name).map(({ name }) => html`<option>${name}</option>`)}</select></label>
        <button class="secondary">${say("merge_do")}</button></form></details>
      <form class="line" @submit=${this.#add}>
        <label class="grow"><span class="hidden">${say("new_example")}</span><input name="text" required maxlength="400" autocomplete="off" placeholder=${say("new_example")}></label>
        <button class="primary" ?disabled=${this.busy}>${say("add")}</button>
      </form>
      <label class="find"><span class="hidden">${say("find_example")}</span><input type="search" placeholder=${say("find_example")} @input=${(/** @type {Event} */ event) => (this.query = /** @type {HTMLInputElement} */ (event.target).value)}></label>
      <p class="quiet" role="status">${detail ? say("examples_shown", { count: shown.length }) : say("loading")}</p>
      <ul class="examples">${shown.map((example) => html`<li>${example.text === this.editing ? this.#form(example) : html`<button @click=${() => this.#open(example.text)} dir="auto">${example.text}${this.#elsewhere(example.text)}</button>`}</li>`)}</ul>
    </section>`;
  }

  /** @param {string} text */
  #elsewhere(text) {
    const found = this.astray.find(({ example }) => example.intent === this.health.name && example.text === text);
    return found ? html` <span class="tag high">${say("nearer_tag", { intent: found.nearest.intent })}</span>` : nothing;
  }

  /** @param {Example} example */
  #form({ text, file, line }) {
    const { name } = this.health;
    return html`<form @submit=${(/** @type {SubmitEvent} */ event) => this.#edit(event, text)} @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && (this.editing = null)}>
      <label>${say("example")}<input name="text" .value=${text} required maxlength="400" autocomplete="off"></label>
      <label>${say("intent")}<select name="to">${this.intents.map((one) => html`<option ?selected=${one.name === name}>${one.name}</option>`)}</select></label>
      <p class="quiet">${file}:${line}</p>
      <p class="line wrap"><button class="primary" ?disabled=${this.busy}>${tick}${say("save")}</button>
        <button class="secondary" type="button" @click=${() => (this.editing = null)}>${say("cancel")}</button>
        <button class="secondary" type="button" ?disabled=${this.busy} @click=${() => this.#save(() => api.removeExample(name, text), say("example_removed"))}>${cross}${say("remove")}</button></p>
    </form>`;
  }
}
