import { LitElement } from "lit";
/** @import { PropertyDeclarations } from "lit" */
/** @import { Desk } from "./desk.js" */

/** An element that draws the desk's state into the page itself: the desk owns its page, and one style sheet serves all. */
export class View extends LitElement {
  /** @type {PropertyDeclarations} */
  static properties = { desk: { attribute: false } };

  constructor() {
    super();
    this.desk = /** @type {Desk} */ (/** @type {unknown} */ (undefined));
    this.changed = () => this.requestUpdate();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.desk.addEventListener("change", this.changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.desk.removeEventListener("change", this.changed);
  }
}
