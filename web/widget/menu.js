import { html, nothing } from "./draw.js";
import { Element } from "./element.js";
import { more } from "./icons.js";
import { saveTranscript } from "./transcript.js";

/** What is needed now and then: sound, a copy of the talk, the end of it. */
export class Menu extends Element {
  constructor() {
    super();
    this.open = false;
    this.asking = false;
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.open) return;
      event.stopPropagation();
      this.#toggle();
    });
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (this.open && relatedTarget && !this.contains(/** @type {Node} */ (relatedTarget))) this.#toggle(false);
    });
  }

  async #toggle(focus = true) {
    this.open = !this.open;
    this.asking = false;
    await this.redraw();
    if (focus) this.find(this.open ? ".menu button" : "button")?.focus();
  }

  async #ask() {
    this.asking = true;
    await this.redraw();
    this.find(".menu button")?.focus();
  }

  #end() {
    this.chat.end();
    this.#toggle();
  }

  draw() {
    const { say } = this.chat;
    return html`<button class="icon" aria-label=${say("menu")} title=${say("menu")} aria-expanded=${this.open} @click=${() => this.#toggle()}>${more}</button>
      ${this.open ? html`<div class="menu" role="group" aria-label=${say("menu")}>${this.asking ? this.#sure() : this.#items()}</div>` : nothing}`;
  }

  #items() {
    const { say, sound, messages, conversation } = this.chat;
    return html`<button aria-pressed=${sound} @click=${() => this.chat.setSound(!sound)}>${say(sound ? "sound_on" : "sound_off")}</button>
      ${messages.length ? html`<button @click=${() => saveTranscript(this.chat)}>${say("transcript")}</button>` : nothing}
      ${messages.length && conversation.status !== "resolved" ? html`<button @click=${this.#ask}>${say("end")}</button>` : nothing}`;
  }

  #sure() {
    const { say } = this.chat;
    return html`<p>${say("end_sure")}</p>
      <button @click=${() => this.#toggle()}>${say("end_no")}</button>
      <button @click=${this.#end}>${say("end_yes")}</button>`;
  }
}
