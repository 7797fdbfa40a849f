import { html, nothing } from "lit";
import { cross } from "../shared/icons.js";
import { say } from "./say.js";
import { View } from "./view.js";

/** A dialog that is drawn only while it is open. Those who extend it say what is in it. */
export class Sheet extends View {
  static properties = { shown: { state: true } };

  constructor() {
    super();
    this.shown = false;
  }

  async show() {
    if (this.shown) return;
    this.shown = true;
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
  }

  hide() {
    this.querySelector("dialog")?.close();
  }

  /** @returns {string} */
  get heading() {
    return "";
  }

  /** @returns {unknown} */
  body() {
    return nothing;
  }

  render() {
    if (!this.shown) return nothing;
    const id = `${this.localName}-title`;
    return html`<dialog class="sheet" aria-labelledby=${id} @close=${() => (this.shown = false)}>
      <header><h2 id=${id}>${this.heading}</h2><button class="plain" aria-label=${say("close")} @click=${() => this.hide()}>${cross}</button></header>
      ${this.body()}
    </dialog>`;
  }
}
