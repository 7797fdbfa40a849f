import { html, nothing } from "lit";
import { Failure } from "../shared/failure.js";
import { tick } from "../shared/icons.js";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { lane, meter, reasons } from "./words.js";
/** @import { InboxItem, IntentHealth, Labelled } from "./types.js" */

const OUT_OF_SCOPE = "chat_out_of_scope";
const MOST = 5;

/** One message of the inbox: what the bot took it for, what it should be, and the example that it becomes. */
export class Item extends View {
  static properties = { item: { attribute: false }, intents: { attribute: false }, entities: { attribute: false }, intent: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.item = /** @type {InboxItem} */ (/** @type {unknown} */ (undefined));
    /** @type {IntentHealth[]} */
    this.intents = [];
    /** @type {string[]} */
    this.entities = [];
    this.intent = "";
    this.problem = "";
    this.busy = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("item") || /** @type {InboxItem | undefined} */ (changed.get("item"))?.id === this.item.id) return;
    this.intent = this.guesses[0] ?? "";
    this.problem = "";
  }

  /** What it could mean, the likeliest first: what an agent said, then what the bot thought. */
  get guesses() {
    const { suggested, intent, ranking } = this.item;
    const names = [suggested, intent, ...ranking.map(({ name }) => name)];
    return [...new Set(names)].filter((name) => name !== null && name !== "nlu_fallback").slice(0, MOST);
  }

  /** @returns {Record<string, () => unknown>} */
  get keys() {
    const numbered = this.guesses.map((guess, index) => [String(index + 1), () => this.label(guess ?? "")]);
    return {
      ...Object.fromEntries(numbered),
      Enter: () => this.label(this.intent),
      i: () => this.#focus("[name=intent]"),
      e: () => this.#focus("[name=text]"),
      o: () => this.label(OUT_OF_SCOPE),
      x: () => this.#decide({ action: "ignore" }, say("ignored")),
      g: () => this.#decide({ action: "gap" }, say("gap_noted")),
    };
  }

  /** @param {string} field */
  #focus(field) {
    const input = /** @type {HTMLInputElement | null} */ (this.querySelector(field));
    input?.focus();
    input?.select();
  }

  get #text() {
    return /** @type {HTMLInputElement} */ (this.querySelector("[name=text]"));
  }

  /** @param {string} intent */
  label(intent) {
    const text = this.#text.value;
    return this.#decide({ intent, text }, say("taught", { intent }));
  }

  /** @param {{action?: string, intent?: string, text?: string}} body @param {string} done */
  async #decide(body, done) {
    if (this.busy) return;
    this.busy = true;
    this.problem = "";
    const { id } = this.item;
    try {
      const { change } = /** @type {Labelled} */ (await api.label(id, body));
      this.#tell("decided", { change: change?.id ?? null, text: done });
      /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
    } catch (error) {
      if (error instanceof Failure && error.status === 401) await this.office.run(() => Promise.reject(error), null);
      this.problem = error instanceof Error ? error.message : String(error);
      if (error instanceof Failure && error.code === "conflict" && error.message.includes("faster")) this.#lost();
    }
    this.busy = false;
  }

  /** Somebody else has decided: their word is read out, and the list is read anew. */
  #lost() {
    this.office.tell(this.problem, true);
    this.#tell("read-again", null);
  }

  /** @param {string} name @param {unknown} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  /** Puts a mark around what is selected in the text. @param {Event} event */
  #mark({ target }) {
    const choice = /** @type {HTMLSelectElement} */ (target);
    const box = this.#text;
    const [start, end] = [box.selectionStart ?? 0, box.selectionEnd ?? 0];
    if (choice.value && end > start) box.setRangeText(`[${box.value.slice(start, end)}](${choice.value})`, start, end, "end");
    else this.problem = say("mark_nothing");
    choice.value = "";
    box.focus();
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    this.label(this.intent);
  }

  render() {
    const { item } = this;
    return html`<article class="item" aria-labelledby="said">
      <section class="card">
        <p class="tags">${reasons(item.reasons)}${item.like ? html`<span class="tag label">${say("like_it", { count: item.like })}</span>` : nothing}</p>
        <h2 id="said" dir="auto"><q>${item.text}</q></h2>
        <p class="quiet">${item.intent && item.intent !== "nlu_fallback" ? html`${say("understood_as")} ${lane(item.intent)} <b>${item.intent}</b> ${meter(item.confidence)}` : say("no_intent")}</p>
        <ol class="guesses" aria-label=${say("ranking")}>${this.guesses.map((guess, index) => this.#guess(guess ?? "", index))}</ol>
        <form class="teach" @submit=${this.#submit}>
          <label>${say("example")}<input name="text" dir="auto" .value=${item.draft} maxlength="400" required autocomplete="off" spellcheck="true" aria-invalid=${Boolean(this.problem)} aria-describedby="item-problem"></label>
          <div class="line wrap">
            <label class="grow">${say("intent")}<input name="intent" list="intents" .value=${this.intent} required autocomplete="off" spellcheck="false" @input=${(/** @type {Event} */ event) => (this.intent = /** @type {HTMLInputElement} */ (event.target).value.trim())}></label>
            <label>${say("mark")}<select @change=${this.#mark}><option value=""></option>${this.entities.map((name) => html`<option>${name}</option>`)}</select></label>
          </div>
          <datalist id="intents">${this.intents.map(({ name, title }) => html`<option value=${name}>${title ?? ""}</option>`)}</datalist>
          <p class="problem" id="item-problem" role="alert">${this.problem || nothing}</p>
          <p class="line wrap"><button class="primary" ?disabled=${this.busy}>${tick}${say("teach")}</button>
            <button class="secondary" type="button" @click=${() => this.#tell("new-intent", null)}>${say("new_intent")}</button>
            <button class="secondary" type="button" @click=${() => this.keys.o()}>${say("out_of_scope")}</button>
            <button class="secondary" type="button" @click=${() => this.keys.g()}>${say("gap")}</button>
            <button class="secondary" type="button" @click=${() => this.keys.x()}>${say("ignore")}</button></p>
        </form>
      </section>
      <studio-around .office=${this.office} .item=${item}></studio-around>
    </article>`;
  }

  /** @param {string} guess @param {number} index */
  #guess(guess, index) {
    const share = this.item.ranking.find(({ name }) => name === guess)?.confidence;
    return html`<li><button @click=${() => this.label(guess)} ?disabled=${this.busy}><kbd>${index + 1}</kbd> ${lane(guess)} <span class="grow">${guess}</span>
      ${guess === this.item.suggested ? html`<span class="tag high">${say("agent_says")}</span>` : nothing}${share === undefined ? nothing : meter(share)}</button></li>`;
  }
}
