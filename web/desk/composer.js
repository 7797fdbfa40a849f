import { html, nothing } from "lit";
import { answers } from "./answers.js";
import { attached, TYPES } from "./attached.js";
import { answer, unfilled } from "./canned.js";
import { clip, lock } from "../shared/icons.js";
import { takeDrops } from "./drop.js";
import { held } from "./held.js";
import { people } from "./mentions.js";
import { Picker, insertAt } from "./picker.js";
import { promiseHeard } from "./promise.js";
import { say } from "./say.js";
import { suggested } from "./suggested.js";
import { View } from "./view.js";
import { customerName } from "./words.js";
/** @import { Draft } from "./drafts.js" */
/** @import { Item } from "./picker.js" */

/** Writes replies and private notes: two modes that cannot be mistaken for each other. */
export class Composer extends View {
  static properties = { mode: { state: true }, problem: { state: true }, over: { state: true } };

  constructor() {
    super();
    /** @type {"reply" | "note"} */
    this.mode = "reply";
    this.problem = "";
    /** Whether files are held over the page. */
    this.over = false;
    this.endDrops = () => {};
    /** One after the other; who types on meanwhile loses no letter. */
    this.sends = Promise.resolve();
    this.picker = new Picker(() => this.requestUpdate());
    this.sources = { reply: [answers()], note: [people, answers()] };
  }

  connectedCallback() {
    super.connectedCallback();
    this.endDrops = takeDrops((over) => (this.over = over), (files) => this.add(files));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.endDrops();
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
    this.desk.drafts.giveBack(`${letter.id} reply`, letter);
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
    this.desk.drafts.set(this.#key, { text: box.value });
    this.problem = "";
    if (this.mode === "reply") this.desk.tellTyping();
    this.picker.look(box, this.sources[this.mode]);
    this.requestUpdate();
  }

  updated() {
    this.querySelector(".picker [aria-selected=true]")?.scrollIntoView({ block: "nearest" });
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
    if (!id || !this.#ready(draft)) return;
    this.box?.focus();
    if (this.desk.attachments.busy(key)) {
      this.problem = say("attach_wait");
      return;
    }
    const blank = unfilled(draft.text);
    if (blank && this.mode === "reply") {
      this.problem = say("fill_in", { name: blank });
      const at = draft.text.indexOf(blank);
      this.box?.setSelectionRange(at, at + blank.length);
      return;
    }
    const letter = { ...draft, id, text: draft.text.trim() };
    const note = this.mode === "note";
    this.desk.drafts.take(key);
    this.desk.attachments.forget(key);
    this.requestUpdate();
    this.sends = this.sends
      .then(() => (note ? this.desk.write(letter, true) : this.desk.outbox.hold(letter)))
      .catch((error) => this.#notSent(key, draft, error));
  }

  /** Whether there is something to send. @param {Draft | undefined} draft @returns {draft is Draft} */
  #ready(draft) {
    return !!draft && !!(draft.text.trim() || draft.files.length);
  }

  /** Opens the choice of files. */
  attach() {
    /** @type {HTMLInputElement | null} */ (this.querySelector("input[type=file]"))?.click();
  }

  /** @param {Iterable<File>} files */
  add(files) {
    const { openId, opened, attachments } = this.desk;
    if (!openId || !opened) return;
    this.problem = "";
    attachments.add(this.#key, openId, files);
    this.box?.focus();
  }

  /** @param {Event} event */
  #picked({ target }) {
    const input = /** @type {HTMLInputElement} */ (target);
    this.add([...(input.files ?? [])]);
    input.value = "";
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    this.add(files);
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
    const key = this.#key;
    const draft = desk.drafts.get(key);
    const others = conversation.assignee && !desk.mine;
    const hint = conversation.merged_into && !note ? say("merged_away") : note ? say("only_staff") : desk.mine ? say("enter_sends") : others ? say("with_agent", { name: conversation.assignee?.name ?? "" }) : say("reply_claims");
    const items = picker.items(desk);
    return html`<form class="composer ${mode}" aria-label=${say("composer")} @submit=${(/** @type {Event} */ event) => (event.preventDefault(), this.#send())}>
      ${held(desk, () => this.undo())}
      ${promiseHeard(desk, this)}
      ${suggested(desk, (index) => this.use(index))}
      <div class="modes" role="group" aria-label=${say("composer")}>
        <button type="button" aria-pressed=${!note} @click=${() => this.write("reply")}>${say("reply")} <kbd>R</kbd></button>
        <button type="button" aria-pressed=${note} @click=${() => this.write("note")}>${lock}${say("note")} <kbd>N</kbd></button>
      </div>
      <div class="field">
        ${this.over ? html`<p class="drop">${clip}${say(note ? "attach_drop_note" : "attach_drop")}</p>` : nothing}
        ${picker.draw(items, (item) => this.#insert(item))}
        <textarea id="composer" rows="2" dir="auto" .value=${draft?.text ?? ""}
          aria-label=${note ? say("note") : say("reply_to", { name: customerName(conversation) })}
          aria-describedby="composer-hint" aria-autocomplete="list" aria-controls=${items.length ? "picker" : nothing} aria-activedescendant=${items.length ? `pick-${picker.at}` : nothing}
          placeholder=${note ? say("note_placeholder") : say("reply_placeholder", { name: customerName(conversation) })}
          @input=${this.#input} @paste=${this.#paste} @keydown=${this.#press} @blur=${() => picker.close()}></textarea>
      </div>
      ${attached(desk.attachments, key, conversation.id)}
      <div class="foot">
        <input type="file" hidden multiple accept=${TYPES} @change=${this.#picked}>
        <button type="button" class="plain" aria-label=${say("attach")} title="${say("attach")} (Alt+A)" @click=${() => this.attach()}>${clip}</button>
        <p id="composer-hint">${this.problem ? html`<span class="problem" role="alert">${this.problem}</span>` : hint}</p>
        <button class="primary" ?disabled=${!this.#ready(draft)}>${say(note ? "save_note" : "send_reply")}</button>
      </div>
    </form>`;
  }
}
