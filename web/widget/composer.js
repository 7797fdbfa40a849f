import { html, nothing } from "./draw.js";
import { Element } from "./element.js";
import { clip, person, send } from "./icons.js";

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

  /** @param {Event} event */
  #pick({ target }) {
    const input = /** @type {HTMLInputElement} */ (target);
    this.chat.attach(input.files ?? []);
    input.value = "";
    this.focus();
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    this.chat.attach(files);
  }

  get #over() {
    return [...this.text.trim()].length - this.chat.settings.limits.max_text;
  }

  draw() {
    const { say, conversation, settings: { limits: { max_text: limit }, opens_at } } = this.chat;
    const over = this.#over;
    const withPerson = conversation.status === "queued" || conversation.status === "assigned";
    return html`
      ${over > 0 ? html`<p class="over" id="over" role="alert">${say("too_long", { count: over, limit })}</p>` : nothing}
      <form @submit=${(/** @type {Event} */ event) => (event.preventDefault(), this.#send())}>
        <input type="file" hidden multiple accept="image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain" @change=${this.#pick}>
        <button type="button" class="icon" aria-label=${say("attach")} title=${say("attach")} @click=${() => this.find("input")?.click()}>${clip}</button>
        <textarea rows="1" dir="auto" .value=${this.text} placeholder=${say("placeholder")} aria-label=${say("placeholder")}
          aria-invalid=${over > 0} aria-describedby=${over > 0 ? "over" : nothing} enterkeyhint="send"
          @input=${this.#write} @keydown=${this.#key} @paste=${this.#paste}></textarea>
        <button class="send" aria-label=${say("send")} title=${say("send")} ?disabled=${!this.text.trim() || over > 0}>${send}</button>
      </form>
      <button class="person text" aria-disabled=${withPerson} @click=${() => withPerson || this.chat.send(say("talk_to_person_text"), { person: true })}>
        ${person}<span>${say("talk_to_person")}${opens_at && !withPerson ? html` <small>${say("people_back", { opens: this.chat.house.time(opens_at) })}</small>` : nothing}</span>
      </button>`;
  }
}
