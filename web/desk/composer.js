import { html, nothing } from "lit";
import { answers } from "./answers.js";
import { answer, unfilled } from "./canned.js";
import { lock, page } from "../shared/icons.js";
import { people } from "./mentions.js";
import { Picker, insertAt } from "./picker.js";
import { promiseHeard } from "./promise.js";
import { say } from "./say.js";
import { View } from "./view.js";
import { customerName } from "./words.js";
/** @import { Draft } from "./drafts.js" */
/** @import { Item } from "./picker.js" */

/** Writes replies and private notes: two modes that cannot be mistaken for each other. */
export class Composer extends View {
  static properties = { mode: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {"reply" | "note"} */
    this.mode = "reply";
    this.problem = "";
    /** One after the other; who types on meanwhile loses no letter. */
    this.sends = Promise.resolve();
    this.picker = new Picker(() => this.requestUpdate());
    this.sources = { reply: [answers()], note: [people, answers()] };
  }

  /** @param {"reply" | "note"} mode */
  async write(mode) {
    this.mode = mode;
    this.picker.close();
    await this.updateComplete;
    this.box?.focus();
  }

  /** Puts the bot's suggestion into the box, for the agent to look at. @param {number} index */
  async use(index) {
    const suggestion = this.desk.opened?.suggestions[index];
    if (!suggestion || !this.box) return;
    const { selectionStart, selectionEnd, value } = this.box;
    insertAt(this.box, value.trim() ? selectionStart : 0, value.trim() ? selectionEnd : value.length, answer(suggestion));
    await this.updateComplete;
    this.box.focus();
  }

  /** Takes the last reply back, as long as it has not left. */
  async undo() {
    const letter = this.desk.outbox.undo();
    if (!letter) return;
    this.desk.drafts.set(`${letter.id} reply`, letter.text, letter.client_id);
    this.desk.open(letter.id);
    await this.write("reply");
  }

  get box() {
    return /** @type {HTMLTextAreaElement | null} */ (this.querySelector("textarea"));
  }

  get #key() {
    return `${this.desk.openId} ${this.mode}`;
  }

  /** @param {InputEvent} event */
  #input(event) {
    const box = /** @type {HTMLTextAreaElement} */ (event.target);
    this.desk.drafts.set(this.#key, box.value);
    this.problem = "";
    if (this.mode === "reply") this.desk.tellTyping();
    this.picker.look(box, this.sources[this.mode]);
    this.requestUpdate();
  }

  updated() {
    if (!this.box) return;
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 220)}px`;
  }

  /** @param {Item} item */
  #insert(item) {
    if (this.box) this.picker.insert(this.box, item);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing || this.picker.press(event, this.picker.items(this.desk), (item) => this.#insert(item))) return;
    if (event.key === "Escape") this.box?.blur();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const key = this.#key;
    const draft = this.desk.drafts.get(key);
    const id = this.desk.openId;
    if (!draft?.text.trim() || !id) return;
    const text = draft.text.trim();
    this.box?.focus();
    const blank = unfilled(text);
    if (blank && this.mode === "reply") {
      this.problem = say("fill_in", { name: blank });
      const at = draft.text.indexOf(blank);
      this.box?.setSelectionRange(at, at + blank.length);
      return;
    }
    const letter = { id, text, client_id: draft.client_id };
    const note = this.mode === "note";
    this.desk.drafts.set(key, "");
    this.requestUpdate();
    this.sends = this.sends
      .then(() => (note ? this.desk.write(id, text, true, draft.client_id) : this.desk.outbox.hold(letter)))
      .catch((error) => this.#notSent(key, draft, error));
  }

  /** @param {string} key @param {Draft} draft @param {unknown} error */
  #notSent(key, draft, error) {
    this.desk.drafts.giveBack(key, draft);
    this.problem = say("not_sent", { message: error instanceof Error ? error.message : String(error) });
    this.requestUpdate();
  }

  render() {
    const { desk, mode, picker } = this;
    if (!desk.opened) return nothing;
    const { conversation } = desk.opened;
    const note = mode === "note";
    const text = desk.drafts.get(this.#key)?.text ?? "";
    const others = conversation.assignee && !desk.mine;
    const hint = note ? say("only_staff") : desk.mine ? say("enter_sends") : others ? say("with_agent", { name: conversation.assignee?.name ?? "" }) : say("reply_claims");
    const items = picker.items(desk);
    return html`<form class="composer ${mode}" aria-label=${say("composer")} @submit=${(/** @type {Event} */ event) => (event.preventDefault(), this.#send())}>
      ${this.#held()}
      ${promiseHeard(desk, this)}
      ${this.#suggestions()}
      <div class="modes" role="group" aria-label=${say("composer")}>
        <button type="button" aria-pressed=${!note} @click=${() => this.write("reply")}>${say("reply")} <kbd>R</kbd></button>
        <button type="button" aria-pressed=${note} @click=${() => this.write("note")}>${lock}${say("note")} <kbd>N</kbd></button>
      </div>
      <div class="field">
        ${picker.draw(items, (item) => this.#insert(item))}
        <textarea id="composer" rows="2" dir="auto" .value=${text}
          aria-label=${note ? say("note") : say("reply_to", { name: customerName(conversation) })}
          aria-autocomplete="list" aria-controls=${items.length ? "picker" : nothing} aria-activedescendant=${items.length ? `pick-${picker.at}` : nothing}
          placeholder=${note ? say("note_placeholder") : say("reply_placeholder", { name: customerName(conversation) })}
          @input=${this.#input} @keydown=${this.#press} @blur=${() => picker.close()}></textarea>
      </div>
      <div class="foot">
        <p>${this.problem ? html`<span class="problem" role="alert">${this.problem}</span>` : hint}</p>
        <button class="primary" ?disabled=${!text.trim()}>${say(note ? "save_note" : "send_reply")}</button>
      </div>
    </form>`;
  }

  #held() {
    const { outbox, openId } = this.desk;
    return html`<div class="held" role="status">${outbox.waiting && outbox.waiting.id === openId
      ? html`<span class="left" aria-hidden="true"></span><p>${say("held")} <q dir="auto">${outbox.waiting.text}</q></p><button type="button" class="secondary" @click=${() => this.undo()}>${say("undo")} <kbd>Alt+Z</kbd></button>`
      : nothing}</div>`;
  }

  #suggestions() {
    const suggestions = this.desk.opened?.suggestions ?? [];
    if (!suggestions.length || this.desk.opened?.conversation.status === "bot") return nothing;
    return html`<ul class="suggestions" aria-label=${say("suggestions")}>
      ${suggestions.map(({ title, text }, index) => html`<li><button type="button" title=${text} @click=${() => this.use(index)}>${page}<span>${title}</span> <kbd>Alt+${index + 1}</kbd></button></li>`)}
    </ul>`;
  }
}
