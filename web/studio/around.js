import { html, nothing } from "lit";
import { lock } from "../shared/icons.js";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
/** @import { SaveTest } from "./save-test.js" */
/** @import { AroundLine, InboxItem } from "./types.js" */

/** The conversation around a message. Masked; an admin may see all of it, and that is logged. */
export class Around extends View {
  static properties = { item: { attribute: false }, lines: { state: true }, bare: { state: true } };

  constructor() {
    super();
    this.item = /** @type {InboxItem} */ (/** @type {unknown} */ (undefined));
    /** @type {AroundLine[]} */
    this.lines = [];
    /** Whether what is shown is unmasked. */
    this.bare = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("item") || /** @type {InboxItem | undefined} */ (changed.get("item"))?.id === this.item.id) return;
    this.lines = [];
    this.#read(api.around, false);
  }

  /** @param {(id: string) => Promise<AroundLine[]>} how @param {boolean} bare */
  async #read(how, bare) {
    const { id } = this.item;
    const lines = await this.office.run(() => how(id), []);
    if (id !== this.item.id) return;
    this.lines = lines;
    this.bare = bare;
    await this.updateComplete;
    const [list, asked] = [this.querySelector("ol"), /** @type {HTMLElement | null} */ (this.querySelector("[aria-current=true]"))];
    if (list && asked) list.scrollTop = asked.offsetTop - list.offsetTop - list.clientHeight / 2; // only the list moves, not the page
  }

  render() {
    return html`<section class="card around" aria-labelledby="around-title">
      <header class="line wrap"><h3 id="around-title" class="grow">${say("around")}</h3>
        <button class="secondary" @click=${() => this.#test()}>${say("save_test")}</button>
        ${this.office.staff?.role === "admin" && !this.bare ? html`<button class="secondary" @click=${() => this.#read(api.unmasked, true)}>${lock}${say("show_unmasked")}</button>` : nothing}</header>
      ${this.bare ? html`<p class="bare">${say("unmasked_logged")}</p>` : nothing}
      <ol tabindex="0" aria-label=${say("around")}>${this.lines.map((line) => html`<li class=${line.author} aria-current=${line.asked}>
        <b>${say(`author_${line.author}`)}</b> <span dir="auto">${line.text ?? html`<em>${say("not_masked")}</em>`}</span>
      </li>`)}</ol>
      <studio-save-test .office=${this.office}></studio-save-test>
    </section>`;
  }

  #test() {
    /** @type {SaveTest | null} */ (this.querySelector("studio-save-test"))?.show(this.item.id);
  }
}
