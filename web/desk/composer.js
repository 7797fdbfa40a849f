import { html, nothing } from "lit";
import { uuid } from "../shared/uuid.js";
import { say } from "./desk.js";
import { lock } from "./icons.js";
import { View } from "./view.js";
import { customerName } from "./words.js";

/** Writes replies and private notes: two modes that cannot be mistaken for each other. Drafts stay with their conversation. */
export class Composer extends View {
  static properties = { mode: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {"reply" | "note"} */
    this.mode = "reply";
    this.problem = "";
    this.busy = false;
    /** @type {Map<string, {text: string, client_id: string}>} */
    this.drafts = new Map();
  }

  /** @param {"reply" | "note"} mode */
  async write(mode) {
    this.mode = mode;
    await this.updateComplete;
    this.box?.focus();
  }

  get box() {
    return /** @type {HTMLTextAreaElement | null} */ (this.querySelector("textarea"));
  }

  get #key() {
    return `${this.desk.openId} ${this.mode}`;
  }

  /** @param {InputEvent} event */
  #input(event) {
    const text = /** @type {HTMLTextAreaElement} */ (event.target).value;
    this.drafts.set(this.#key, { text, client_id: uuid() });
    this.problem = "";
    if (this.mode === "reply") this.desk.tellTyping();
    this.requestUpdate();
  }

  updated() {
    if (!this.box) return;
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 220)}px`;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key === "Escape") this.box?.blur();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  async #send() {
    const key = this.#key;
    const draft = this.drafts.get(key);
    const id = this.desk.openId;
    if (!draft?.text.trim() || !id || this.busy) return;
    this.busy = true;
    try {
      await this.desk.write(id, draft.text.trim(), this.mode === "note", draft.client_id);
      this.drafts.delete(key);
    } catch (error) {
      this.problem = say("not_sent", { message: error instanceof Error ? error.message : String(error) });
    }
    this.busy = false;
    await this.updateComplete;
    this.box?.focus();
  }

  render() {
    const { desk, mode } = this;
    if (!desk.opened) return nothing;
    const { conversation } = desk.opened;
    const note = mode === "note";
    const text = this.drafts.get(this.#key)?.text ?? "";
    const others = conversation.assignee && !desk.mine;
    const hint = note ? say("only_staff") : desk.mine ? say("enter_sends") : others ? say("with_agent", { name: conversation.assignee?.name ?? "" }) : say("reply_claims");
    return html`<form class="composer ${mode}" aria-label=${say("composer")} @submit=${(/** @type {Event} */ event) => (event.preventDefault(), this.#send())}>
      <div class="modes" role="group" aria-label=${say("composer")}>
        <button type="button" aria-pressed=${!note} @click=${() => this.write("reply")}>${say("reply")} <kbd>R</kbd></button>
        <button type="button" aria-pressed=${note} @click=${() => this.write("note")}>${lock}${say("note")} <kbd>N</kbd></button>
      </div>
      <textarea id="composer" rows="2" dir="auto" .value=${text} ?readonly=${this.busy}
        aria-label=${note ? say("note") : say("reply_to", { name: customerName(conversation) })}
        placeholder=${note ? say("note_placeholder") : say("reply_to", { name: customerName(conversation) })}
        @input=${this.#input} @keydown=${this.#press}></textarea>
      <div class="foot">
        <p>${this.problem ? html`<span class="problem" role="alert">${this.problem}</span>` : hint}</p>
        <button class="primary" ?disabled=${!text.trim() || this.busy}>${say(note ? "save_note" : "send_reply")}</button>
      </div>
    </form>`;
  }
}
