import { html, nothing } from "./draw.js";
import { Element } from "./element.js";
import { down } from "./icons.js";
import { thread } from "./thread.js";

/** The messages, kept at the newest one unless the customer has scrolled up to read. */
export class Log extends Element {
  constructor() {
    super();
    this.away = false;
    this.missed = 0;
    this.count = 0;
  }

  get view() {
    return /** @type {HTMLElement} */ (this.find("[role=log]"));
  }

  drawn() {
    const { messages, outbox } = this.chat;
    if (!this.watched) {
      const stay = () => this.away || this.#toEnd();
      this.watched = new ResizeObserver(stay);
      this.watched.observe(this.view);
      // Cards and pictures draw themselves later than the log.
      new MutationObserver(stay).observe(this.view, { childList: true, subtree: true, attributes: true });
    }
    const arrived = messages.length - this.count;
    this.count = messages.length;
    if (this.away && arrived > 0) {
      this.missed += arrived;
      this.redraw();
    }
    if (!this.away || outbox.entries.at(-1)?.state === "sending") this.#toEnd();
  }

  #toEnd() {
    this.view.scrollTo({ top: this.view.scrollHeight });
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.view;
    const away = scrollHeight - scrollTop - clientHeight > 80;
    if (away === this.away) return;
    this.away = away;
    this.missed = 0;
    this.redraw();
  }

  #jump() {
    this.#toEnd();
    this.view.focus();
  }

  /** The starters go away, so the focus must not go with them. @param {string} text */
  #start(text) {
    this.chat.send(text);
    this.view.focus();
  }

  draw() {
    const { say, messages, outbox, uploads, settings: { texts, before_chat } } = this.chat;
    const fresh = !before_chat && !messages.some(({ author }) => author === "customer") && !outbox.entries.length && !uploads.entries.length;
    return html`
      <div role="log" aria-live="polite" aria-label=${say("log")} tabindex="0" @scroll=${this.#scrolled}>
        ${thread(this.chat)}
        ${fresh ? html`<div class="choices starters" role="group" aria-label=${say("choose")}>
          ${/** @type {string[]} */ (texts?.starters).map((text) => html`<button class="choice" @click=${() => this.#start(text)}>${text}</button>`)}
        </div>` : nothing}
        ${this.#typing()}
        <careline-waiting .chat=${this.chat}></careline-waiting>
      </div>
      ${this.away ? html`<button class="jump" @click=${this.#jump} aria-label=${say("jump")}>${down}${this.missed ? html`<b>${this.missed}</b>` : nothing}</button>` : nothing}`;
  }

  #typing() {
    const { typing, say, conversation } = this.chat;
    if (!typing) return nothing;
    const name = typing.name ?? conversation.agent;
    const text = typing.author === "agent" && name ? say("typing", { name }) : say("typing_someone");
    return html`<p class="typing ${typing.author}"><i></i><i></i><i></i><span class="hidden">${text}</span></p>`;
  }
}
