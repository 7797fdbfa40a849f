import { LitElement } from "lit";
/** @import { PropertyDeclarations } from "lit" */
/** @import { Studio } from "./studio.js" */

/** An element that draws into the page itself, again whenever the studio's state changes. */
export class View extends LitElement {
  /** @type {PropertyDeclarations} */
  static properties = { studio: { attribute: false } };

  constructor() {
    super();
    this.studio = /** @type {Studio} */ (/** @type {unknown} */ (undefined));
    this.changed = () => this.requestUpdate();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.studio.addEventListener("change", this.changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.studio.removeEventListener("change", this.changed);
  }
}
