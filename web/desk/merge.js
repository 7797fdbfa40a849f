import { html, nothing } from "lit";
import * as api from "./api.js";
import { say } from "./say.js";
import { Sheet } from "./sheet.js";
import { age, customerName, owner } from "./words.js";
/** @import { Duplicate, Row } from "../shared/types.js" */

/** @typedef {{row: Row, because: Duplicate["because"] | null, said: string}} Found `said` is what the customer wrote last */

const PAUSE_MS = 200;

/** Two conversations of one person become one: which, which of them stays, and what will happen. */
export class Merge extends Sheet {
  static properties = { ...Sheet.properties, suggested: { state: true }, searched: { state: true }, other: { state: true }, otherStays: { state: true } };

  constructor() {
    super();
    /** @type {Found[]} */
    this.suggested = [];
    /** @type {Found[]} */
    this.searched = [];
    /** @type {Found | null} */
    this.other = null;
    this.otherStays = false;
  }

  get heading() {
    return say("merge");
  }

  async show() {
    const id = this.desk.openId;
    if (!id) return;
    const found = await this.desk.run(() => api.duplicates(id), []);
    this.suggested = found.map(({ conversation, because, said }) => ({ row: conversation, because, said: said ?? "" }));
    this.searched = [];
    this.#choose(this.suggested.find(({ because }) => because !== "email") ?? null); // a claim is the agent's to judge
    await super.show();
  }

  /** The one in which was written last is likely to be where the customer is. @param {Found | null} found */
  #choose(found) {
    this.other = found;
    const at = (/** @type {Row | undefined} */ row) => row?.last_message?.created_at ?? "";
    this.otherStays = at(found?.row) > at(this.desk.opened?.conversation);
  }

  /** @param {InputEvent} event */
  #search(event) {
    const words = /** @type {HTMLInputElement} */ (event.target).value.trim();
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const known = new Set([this.desk.openId, ...this.suggested.map(({ row }) => row.id)]);
      const found = words ? await this.desk.run(() => api.search(words), []) : [];
      this.searched = found.filter(({ id, status }) => status !== "resolved" && !known.has(id)).slice(0, 5).map((row) => ({ row, because: null, said: row.last_message?.text ?? "" }));
    }, PAUSE_MS);
  }

  /** @param {SubmitEvent} event */
  #merge(event) {
    event.preventDefault();
    const { desk, other } = this;
    const here = desk.openId;
    if (!here || !other) return;
    const [closing, staying] = this.otherStays ? [here, other.row.id] : [other.row.id, here];
    const sure = new FormData(/** @type {HTMLFormElement} */ (event.target)).has("sure");
    this.hide();
    desk.run(async () => {
      await desk.outbox.flush(); // what was said comes before what is done
      await api.merge(closing, staying, sure);
      desk.tell(say("merge_done"));
      if (staying === here) await desk.refresh();
      else desk.open(staying);
    }, undefined);
  }

  body() {
    const opened = this.desk.opened?.conversation;
    if (!opened) return nothing;
    const { other } = this;
    return html`<form class="merge" @submit=${this.#merge}>
      <fieldset>
        <legend>${say("merge_which")}</legend>
        ${[...this.suggested, ...this.searched].map((found) => this.#found(found))}
        ${this.suggested.length ? nothing : html`<p class="quiet">${say("merge_nothing")}</p>`}
        <label>${say("merge_search")}<input type="search" autocomplete="off" ?autofocus=${!this.suggested.length} @input=${this.#search}></label>
        <p class="hidden" role="status">${say("merge_found", { count: this.suggested.length + this.searched.length })}</p>
      </fieldset>
      ${other ? [this.#stays(other), this.#happens(opened, other)] : nothing}
    </form>`;
  }

  /** @param {Found} found */
  #found(found) {
    const { row, because, said } = found;
    return html`<label class="found"><input type="radio" name="other" value=${row.id} .checked=${this.other?.row.id === row.id} ?autofocus=${this.other === found} @change=${() => this.#choose(found)}>
      <span><b dir="auto">${customerName(row)}</b> <span class="tag ${because === "browser" || because === "contact" ? "success" : "high"}">${say(`merge_because_${because ?? "nothing"}`)}</span><br>
      <span class="quiet" dir="auto">${said || say("no_message")}</span><br>
      <span class="quiet">${owner(row, this.desk.staff)}, ${age(row.updated_at)}</span></span></label>`;
  }

  /** @param {Found} other */
  #stays(other) {
    const here = this.desk.opened?.messages.findLast(({ author }) => author === "customer")?.text ?? "";
    const one = (/** @type {boolean} */ otherStays, /** @type {string} */ said) => html`<label><input type="radio" name="stays" .checked=${this.otherStays === otherStays} @change=${() => (this.otherStays = otherStays)}>
      <span>${say(otherStays ? "merge_other" : "merge_this")} <span class="quiet" dir="auto">${said.slice(0, 60)}</span></span></label>`;
    return html`<fieldset><legend>${say("merge_stays")}</legend>${one(false, here)}${one(true, other.said)}</fieldset>`;
  }

  /** @param {Row} here @param {Found} other */
  #happens(here, { row, because }) {
    const { staff } = this.desk;
    const [closing, staying] = this.otherStays ? [here, row] : [row, here];
    if (closing.assignee && closing.assignee.id !== staff?.id) return html`<p class="problem" role="status">${say("merge_not_yours", { name: closing.assignee.name })}</p>`;
    const keeps = staying.assignee && staying.assignee.id !== staff?.id ? say("merge_keeps", { name: staying.assignee.name }) : say("merge_yours");
    const sure = because === "browser" || because === "contact";
    return html`<div role="status"><h3>${say("merge_happens")}</h3>
        <ul class="happens">
          ${[say("merge_messages"), keeps, say("merge_moves"), say(because === "browser" ? "merge_told_here" : "merge_told_there")].map((line) => html`<li>${line}</li>`)}
        </ul></div>
      ${sure ? nothing : html`<label class="sure"><input type="checkbox" name="sure" required><span>${say("merge_sure")}<br><span class="quiet">${say("merge_sure_lead")}</span></span></label>`}
      <button class="primary">${say("merge_do")}</button>`;
  }
}
