import { nothing, render } from "./draw.js";
/** @import { Chat } from "./chat.js" */

/** A custom element that draws its templates whenever the chat changes. */
export class Element extends HTMLElement {
  constructor() {
    super();
    this.chat = /** @type {Chat} */ (/** @type {unknown} */ (undefined));
    /** @type {HTMLElement | ShadowRoot} */
    this.root = this;
    /** @type {Promise<void> | null} */
    this.drawing = null;
    this.redraw = this.redraw.bind(this);
  }

  connectedCallback() {
    this.chat.addEventListener("change", this.redraw);
    this.redraw();
  }

  disconnectedCallback() {
    this.chat.removeEventListener("change", this.redraw);
  }

  /** Draws once, however often it is asked for before the next microtask. */
  redraw() {
    this.drawing ??= Promise.resolve().then(() => {
      this.drawing = null;
      render(this.draw(), this.root, { host: this });
      this.drawn();
    });
    return this.drawing;
  }

  /** @returns {unknown} what lit can render */
  draw() {
    return nothing;
  }

  drawn() {}

  /** @param {string} selector */
  find(selector) {
    return /** @type {HTMLElement | null} */ (this.root.querySelector(selector));
  }
}
