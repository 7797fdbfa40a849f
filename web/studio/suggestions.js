import { html, nothing } from "lit";
import { cross, tick } from "../shared/icons.js";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
/** @import { Suggestion } from "./types.js" */

/** Sentences that could be examples of an intent: each is taken, changed and taken, or thrown away. */
export class Suggestions extends View {
  static properties = { intent: { attribute: false }, found: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.intent = "";
    /** @type {Suggestion[] | null} null until somebody asks for them */
    this.found = null;
    this.busy = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("intent")) this.found = null;
  }

  async #look() {
    this.busy = true;
    const { intent } = this;
    const found = await this.office.run(() => api.suggestions(intent), null);
    if (intent === this.intent) this.found = found;
    this.busy = false;
  }

  /** @param {SubmitEvent} event @param {Suggestion} one */
  async #take(event, one) {
    event.preventDefault();
    const text = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("text")).trim();
    await this.#do(one, async () => {
      await api.addExample(this.intent, text);
      if (text !== one.text) await api.setAside("suggestion", one.id);
    }, say("example_added"));
    this.dispatchEvent(new CustomEvent("saved", { bubbles: true, detail: { examples: true } }));
  }

  /** It goes from the list, and the next one gets the focus. @param {Suggestion} one @param {() => Promise<unknown>} work @param {string} done */
  async #do(one, work, done) {
    if (this.busy) return;
    this.busy = true;
    const place = this.found?.indexOf(one) ?? 0;
    if (await this.office.run(async () => (await work(), true), false)) {
      this.office.tell(done);
      this.found = (this.found ?? []).filter((other) => other !== one);
      await this.updateComplete;
      /** @type {HTMLElement | undefined} */ (this.querySelectorAll("input")[Math.min(place, this.found.length - 1)])?.focus();
    }
    this.busy = false;
  }

  render() {
    const { found } = this;
    return html`<section class="card suggestions" aria-labelledby="suggestions-title">
      <header class="line wrap"><h2 id="suggestions-title" class="grow">${say("suggestions")}</h2>
        <button class="secondary" ?disabled=${this.busy} @click=${() => this.#look()}>${say(found ? "suggest_again" : "suggest")}</button></header>
      <p class="quiet">${say("suggestions_lead")}</p>
      <p class="quiet" role="status">${this.busy && !found ? say("loading") : found && !found.length ? say("suggestions_none") : nothing}</p>
      ${found?.length ? html`<ul>${found.map((one) => this.#one(one))}</ul>` : nothing}
    </section>`;
  }

  /** @param {Suggestion} one */
  #one(one) {
    const { text, way, source } = one;
    return html`<li><form class="line wrap" @submit=${(/** @type {SubmitEvent} */ event) => this.#take(event, one)}>
        <label class="grow"><span class="hidden">${say("suggestion")}</span><input name="text" dir="auto" .value=${text} required maxlength="400" autocomplete="off"></label>
        <button class="primary" ?disabled=${this.busy} aria-label="${say("suggestion_take")}: ${text}">${tick}${say("suggestion_take")}</button>
        <button class="secondary" type="button" ?disabled=${this.busy} aria-label="${say("suggestion_throw")}: ${text}" @click=${() => this.#do(one, () => api.setAside("suggestion", one.id), say("suggestion_thrown"))}>${cross}${say("suggestion_throw")}</button>
      </form>
      <p class="quiet"><span class="tag ${way === "customer" ? "success" : ""}">${say(`way_${way}`)}</span> ${source ? html`${say("made_from")} <q>${source}</q>` : nothing}</p></li>`;
  }
}
