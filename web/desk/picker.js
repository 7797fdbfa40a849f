import { html, nothing } from "lit";
import * as api from "./api.js";
import { fill, link } from "./canned.js";
import { page } from "../shared/icons.js";
import { say } from "./say.js";
/** @import { Desk } from "./desk.js" */
/** @import { Canned, Suggestion } from "../shared/types.js" */

const ASKED = /(?:^|\s)\/([^\n/]{0,40})$/;
const MOST = 8;
const PAUSE = 150;

/** @typedef {{name: string, text: string, preview: string, article: boolean}} Item */

/** What opens when an agent types a slash: canned responses by name, articles by their words. */
export class Picker {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {Canned[] | null} */
    this.canned = null;
    /** @type {Suggestion[]} */
    this.articles = [];
    /** @type {string | null} what was typed after the slash; null while closed */
    this.query = null;
    this.at = 0;
  }

  /** @param {Desk} desk @returns {Item[]} */
  items(desk) {
    if (this.query === null) return [];
    const words = this.query.toLowerCase();
    const canned = (this.canned ?? []).filter(({ name, text }) => name.includes(words) || text.toLowerCase().includes(words));
    canned.sort((a, b) => Number(b.name.startsWith(words)) - Number(a.name.startsWith(words)));
    return [
      ...canned.map(({ name, text }) => ({ name: `/${name}`, text: fill(text, desk), preview: fill(text, desk), article: false })),
      ...this.articles.map((one) => ({ name: one.title, text: link(one), preview: one.text, article: true })),
    ].slice(0, MOST);
  }

  /** Looks at what stands before the caret. @param {HTMLTextAreaElement} box */
  async look(box) {
    const query = ASKED.exec(box.value.slice(0, box.selectionStart))?.[1] ?? null;
    if (query === this.query) return;
    this.query = query;
    this.at = 0;
    if (query === null) this.articles = [];
    this.changed();
    if (query === null) return;
    this.canned ??= await api.canned().catch(() => []);
    if (query.trim().length > 1) {
      await new Promise((done) => setTimeout(done, PAUSE)); // who goes on typing asks once
      if (query !== this.query) return;
      const found = await api.articles(query.trim()).catch(() => []);
      if (query === this.query) this.articles = found;
    } else this.articles = [];
    this.changed();
  }

  close() {
    this.query = null;
    this.articles = [];
    this.changed();
  }

  /**
   * Arrow keys choose, Enter and Tab insert, Escape closes. True if the key was for us.
   *
   * @param {KeyboardEvent} event @param {Item[]} items @param {(item: Item) => void} insert
   */
  press(event, items, insert) {
    if (!items.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.at = (this.at + step + items.length) % items.length;
    else if (event.key === "Enter" || event.key === "Tab") insert(items[this.at]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    this.changed();
    return true;
  }

  /** @param {Item[]} items @param {(item: Item) => void} insert */
  draw(items, insert) {
    if (!items.length) return nothing;
    return html`<ul class="picker" id="picker" role="listbox" aria-label=${say("picker")}>
      ${items.map((item, index) => html`<li role="option" id="pick-${index}" aria-selected=${index === this.at}
        @pointerdown=${(/** @type {Event} */ event) => (event.preventDefault(), insert(item))}>
        <b>${item.article ? page : nothing}${item.name}</b> <span>${item.preview}</span>
      </li>`)}
    </ul>`;
  }
}

/** Puts the item where the slash was; what is still to be filled in is selected. @param {HTMLTextAreaElement} box @param {string} text */
export function replaceAsked(box, text) {
  const before = box.value.slice(0, box.selectionStart);
  const slash = before.lastIndexOf("/");
  insertAt(box, slash, box.selectionStart, text);
}

/** @param {HTMLTextAreaElement} box @param {number} start @param {number} end @param {string} text */
export function insertAt(box, start, end, text) {
  box.setRangeText(text, start, end, "end");
  const open = /\{\w+\}|…/.exec(text);
  if (open) box.setSelectionRange(start + open.index, start + open.index + open[0].length);
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
