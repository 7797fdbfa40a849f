import { html, nothing } from "lit/html.js";
import { Element } from "./element.js";
import { person, send } from "./icons.js";

/** Where the customer writes. Drawn into the panel's own shadow root, so that one style sheet serves all. */
export class Composer extends Element {
  constructor() {
    super();
    this.text = "";
    this.toldTyping = 0;
  }

  get box() {
    return /** @type {HTMLTextAreaElement} */ (this.find("textarea"));
  }

  focus() {
    this.box?.focus();
  }

  /** @param {InputEvent} event */
  #write(event) {
    this.text = /** @type {HTMLTextAreaElement} */ (event.target).value;
    this.redraw();
    this.#grow();
    if (Date.now() - this.toldTyping > 3_000) {
      this.toldTyping = Date.now();
      this.chat.tellTyping();
    }
  }

  #grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 132)}px`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  async #send() {
    const text = this.text.trim();
    if (!text || this.#over > 0) return;
    this.chat.send(text);
    this.text = "";
    await this.redraw();
    this.#grow();
    this.focus();
  }

  get #over() {
    return [...this.text.trim()].length - this.chat.limit;
  }

  draw() {
    const { say, limit, conversation } = this.chat;
    const over = this.#over;
    const withPerson = conversation.status === "queued" || conversation.status === "assigned";
    return html`
      ${over > 0 ? html`<p class="over" id="over" role="alert">${say("too_long", { count: over, limit })}</p>` : nothing}
      <form @submit=${(/** @type {Event} */ event) => (event.preventDefault(), this.#send())}>
        <textarea rows="1" dir="auto" .value=${this.text} placeholder=${say("placeholder")} aria-label=${say("placeholder")}
          aria-invalid=${over > 0} aria-describedby=${over > 0 ? "over" : nothing} enterkeyhint="send"
          @input=${this.#write} @keydown=${this.#key}></textarea>
        <button class="send" aria-label=${say("send")} title=${say("send")} ?disabled=${!this.text.trim() || over > 0}>${send}</button>
      </form>
      <button class="person text" aria-disabled=${withPerson} @click=${() => withPerson || this.chat.send(say("talk_to_person_text"))}>
        ${person}${say("talk_to_person")}
      </button>`;
  }
}
