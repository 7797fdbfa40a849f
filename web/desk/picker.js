import { html, nothing } from "lit";
import { say } from "./say.js";
/** @import { Desk } from "./desk.js" */

const MOST = 8;

/** @typedef {{name: string, text: string, preview: string, icon?: unknown}} Item `text` replaces what was typed */

/**
 * What a sign offers: `asked` finds the sign and the words after it before the caret.
 *
 * @typedef {object} Source
 * @property {string} sign
 * @property {RegExp} asked
 * @property {string} label the key of what the list is called
 * @property {(desk: Desk, query: string) => Item[]} items the best first
 * @property {(query: string, stillAsked: () => boolean) => Promise<void>} [read] fetches what fits these words
 */

/** The list that opens above the box when an agent types one of the signs. */
export class Picker {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {Source | null} null while closed */
    this.source = null;
    this.query = "";
    this.at = 0;
  }

  /** @param {Desk} desk @returns {Item[]} */
  items(desk) {
    return this.source?.items(desk, this.query).slice(0, MOST) ?? [];
  }

  /** Looks at what stands before the caret. @param {HTMLTextAreaElement} box @param {Source[]} sources */
  async look(box, sources) {
    const before = box.value.slice(0, box.selectionStart);
    const source = sources.find(({ asked }) => asked.test(before)) ?? null;
    const query = source?.asked.exec(before)?.[1] ?? "";
    if (source === this.source && query === this.query) return;
    Object.assign(this, { source, query, at: 0 });
    this.changed();
    await source?.read?.(query, () => source === this.source && query === this.query);
    if (source) this.changed();
  }

  close() {
    if (!this.source) return;
    this.source = null;
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

  /** Puts the item where the sign was. @param {HTMLTextAreaElement} box @param {Item} item */
  insert(box, item) {
    const start = box.value.slice(0, box.selectionStart).lastIndexOf(this.source?.sign ?? "");
    insertAt(box, start, box.selectionStart, item.text);
    this.close();
  }

  /** How many there are is said to who does not see them. @param {Item[]} items @param {(item: Item) => void} insert */
  draw(items, insert) {
    const label = this.source ? say(this.source.label) : "";
    return html`<p class="hidden" role="status">${items.length ? say("picker_count", { count: items.length, label }) : nothing}</p>
      ${items.length
        ? html`<ul class="picker" id="picker" role="listbox" aria-label=${label}>
          ${items.map((item, index) => html`<li role="option" id="pick-${index}" aria-selected=${index === this.at}
            @pointerdown=${(/** @type {Event} */ event) => (event.preventDefault(), insert(item))}>
            <b>${item.icon ?? nothing}${item.name}</b> <span>${item.preview}</span>
          </li>`)}
        </ul>`
        : nothing}`;
  }
}

/** What is still to be filled in is selected. @param {HTMLTextAreaElement} box @param {number} start @param {number} end @param {string} text */
export function insertAt(box, start, end, text) {
  box.setRangeText(text, start, end, "end");
  const open = /\{\w+\}|…/.exec(text);
  if (open) box.setSelectionRange(start + open.index, start + open.index + open[0].length);
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
