import { LitElement } from "lit";
/** @import { PropertyDeclarations } from "lit" */
/** @import { Office } from "./office.js" */

/** An element that draws into the page itself, again whenever the page's state changes. */
export class View extends LitElement {
  /** @type {PropertyDeclarations} */
  static properties = { office: { attribute: false } };

  constructor() {
    super();
    this.office = /** @type {Office} */ (/** @type {unknown} */ (undefined));
    this.changed = () => this.requestUpdate();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.office.addEventListener("change", this.changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.office.removeEventListener("change", this.changed);
  }
}
