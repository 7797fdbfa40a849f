import { html, nothing } from "./draw.js";
import { Element } from "./element.js";

/** What is asked before the first message. Until it is answered nothing is sent, and the server keeps nothing. */
export class Form extends Element {
  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const said = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const { name, email, topic } = Object.fromEntries([...said].filter(([, value]) => value));
    const panel = /** @type {ShadowRoot} */ (this.getRootNode());
    this.failed = !(await this.chat.agree(/** @type {Record<string, string>} */ ({ name, email, topic })));
    this.redraw();
    // Where the form was is the composer now, as soon as it is drawn.
    requestAnimationFrame(() => /** @type {HTMLElement | null} */ (panel.querySelector("careline-composer"))?.focus());
  }

  draw() {
    const { say, settings: { before_chat: before } } = this.chat;
    if (!before) return nothing;
    const field = { name: "name", email: "email" };
    return html`<form class="before" @submit=${this.#submit}>
      ${before.ask.map((name) => html`<label>${say(`before_${name}`)} ${name === "topic"
        ? html`<select name="topic"><option></option>${before.topics.map((topic) => html`<option>${topic}</option>`)}</select>`
        : html`<input name=${name} type=${name === "email" ? name : "text"} autocomplete=${field[/** @type {"name"} */ (name)]} maxlength="200">`}</label>`)}
      ${before.consent ? html`<label class="consent"><input type="checkbox" required><span>${before.consent} ${before.privacy ? html`<a href=${new URL(before.privacy, this.chat.base).href} target="_blank" rel="noopener">${say("before_privacy")}</a>` : nothing}</span></label>` : nothing}
      ${this.failed ? html`<p class="over" role="alert">${say("before_failed")}</p>` : nothing}
      <button class="choice">${say("before_start")}</button>
    </form>`;
  }
}
