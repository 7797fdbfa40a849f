import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { filters } from "./inbox-filters.js";
import { say } from "./say.js";
import { reasons } from "./words.js";
/** @import { Item } from "./item.js" */
/** @import { NewIntent } from "./new-intent.js" */
/** @import { IntentHealth, InboxItem } from "./types.js" */

/** What is new comes by itself, this often; the open message stays open. */
const AGAIN = 30_000;

/** The shortcuts of the inbox; each works on the message that is open. */
export const INBOX_KEYS = [
  { keys: ["J"], text: "key_next" },
  { keys: ["K"], text: "key_previous" },
  { keys: ["Enter"], text: "key_save" },
  { keys: ["1", "…", "5"], text: "key_alternative" },
  { keys: ["I"], text: "key_intent" },
  { keys: ["E"], text: "key_text" },
  { keys: ["N"], text: "key_new_intent" },
  { keys: ["O"], text: "key_out_of_scope" },
  { keys: ["X"], text: "key_ignore" },
  { keys: ["G"], text: "key_gap" },
  { keys: ["U"], text: "key_undo" },
];

/** Messages worth a look: one list, one open message, one key for each decision. */
export class Inbox extends View {
  static properties = { items: { state: true }, at: { state: true }, wanted: { state: true } };

  constructor() {
    super();
    /** @type {InboxItem[] | null} null until they were read */
    this.items = null;
    this.total = 0;
    /** @type {Record<string, number>} */
    this.counts = {};
    this.at = 0;
    this.wanted = { lane: "", reason: "", intent: "", since: "" };
    /** @type {IntentHealth[]} */
    this.intents = [];
    /** @type {string[]} */
    this.entities = [];
    /** What was done last and can be taken back. @type {string | null} */
    this.last = null;
    this.onkey = (/** @type {KeyboardEvent} */ event) => this.#press(event);
  }

  async connectedCallback() {
    super.connectedCallback();
    document.addEventListener("keydown", this.onkey);
    await this.#read();
    this.intents = await this.office.run(api.intents, []); // reads all files the first time, so the messages come before
    this.entities = await this.office.run(api.entities, []);
    this.requestUpdate();
    this.timer = setInterval(() => document.visibilityState === "visible" && this.#read(), AGAIN);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    document.removeEventListener("keydown", this.onkey);
  }

  async #read() {
    const { wanted } = this;
    const found = await this.office.run(() => api.inbox(wanted), null);
    if (wanted !== this.wanted) return;
    const open = this.items?.[this.at]?.id;
    if (found) ({ items: this.items, total: this.total, reasons: this.counts } = found);
    else this.items ??= [];
    const same = this.items.findIndex(({ id }) => id === open);
    this.at = same < 0 ? Math.min(this.at, Math.max(this.items.length - 1, 0)) : same;
  }

  get #item() {
    return /** @type {Item | null} */ (this.querySelector("studio-item"));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const letters = target?.closest("main")?.classList.contains("letters") ?? document.querySelector("main.letters");
    if (target?.closest("input, textarea, select, dialog") || document.querySelector("dialog[open]") || !letters) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.key === "Enter" && target?.closest("button, a")) return;
    const item = this.#item;
    /** @type {Record<string, () => unknown>} */
    const does = { j: () => this.#step(1), k: () => this.#step(-1), u: () => this.undo(), n: () => this.#newIntent(), ...item?.keys };
    const action = does[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** The open message becomes one more example of the intent that is made. */
  #newIntent() {
    const dialog = /** @type {NewIntent | null} */ (this.querySelector("studio-new-intent"));
    if (this.#item) dialog?.show((name) => this.#taught(name));
  }

  /** @param {string} name */
  async #taught(name) {
    this.intents = await this.office.run(api.intents, this.intents);
    this.#item?.label(name);
  }

  /** @param {1 | -1} step */
  #step(step) {
    this.at = Math.max(0, Math.min(this.at + step, (this.items?.length ?? 1) - 1));
    this.updateComplete.then(() => this.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" }));
  }

  /** The message is decided: the next one takes its place. @param {CustomEvent<{change: string | null, text: string}>} event */
  #decided({ detail }) {
    this.last = detail.change;
    this.items = (this.items ?? []).filter((_, index) => index !== this.at);
    this.total -= 1;
    this.at = Math.min(this.at, Math.max(this.items.length - 1, 0));
    this.office.tell(detail.text);
    if (!this.items.length) this.#read();
  }

  async undo() {
    const { last } = this;
    if (!last) return;
    this.last = null;
    if (await this.office.run(() => api.undo(last), null)) {
      this.office.tell(say("undone"));
      await this.#read();
    }
  }

  /** @param {Record<string, string>} change */
  #narrow(change) {
    this.wanted = { ...this.wanted, ...change };
    this.at = 0;
    this.#read();
  }

  render() {
    const { items } = this;
    if (!items) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const narrowed = Object.values(this.wanted).some(Boolean);
    const open = items[this.at];
    return html`<div class="two" @decided=${this.#decided} @read-again=${() => this.#read()} @new-intent=${() => this.#newIntent()}>
      <section class="waiting" aria-label=${say("inbox_list")}>
        ${filters(this.wanted, this.counts, this.intents, (change) => this.#narrow(change))}
        <p class="quiet count" role="status">${say("inbox_total", { count: this.total })}
          ${this.last ? html`<button class="plain-text" @click=${() => this.undo()}>${say("undo_last")}</button>` : nothing}</p>
        <ul>${items.map((item, index) => this.#row(item, index))}</ul>
      </section>
      <studio-new-intent .office=${this.office}></studio-new-intent>
      ${open
        ? html`<studio-item .office=${this.office} .item=${open} .intents=${this.intents} .entities=${this.entities}></studio-item>`
        : html`<div class="nothing"><h2>${say(narrowed ? "inbox_nothing_found" : "inbox_empty_title")}</h2><p>${narrowed ? nothing : say("inbox_empty")}</p></div>`}
    </div>`;
  }

  /** @param {InboxItem} item @param {number} index */
  #row(item, index) {
    return html`<li><button class="row" aria-current=${index === this.at} @click=${() => (this.at = index)}>
      <span class="said" dir="auto">${item.text}</span>
      <span class="tags">${reasons(item.reasons)}${item.like ? html`<span class="tag label">${say("like_it", { count: item.like })}</span>` : nothing}</span>
    </button></li>`;
  }
}
