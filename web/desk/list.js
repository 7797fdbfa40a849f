import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { say } from "./desk.js";
import { exit, keyboard, mark, search } from "./icons.js";
import { row } from "./row.js";
import { View } from "./view.js";
/** @import { Tab } from "./api.js" */

/** @type {Tab[]} */
export const TABS = ["mine", "unassigned", "all", "bot"];

export class List extends View {
  /** @param {InputEvent} event */
  #search(event) {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    clearTimeout(this.searchTimer);
    this.searchTimer = setTimeout(() => this.desk.inbox.search(value.trim()), 200);
  }

  /** Arrow keys move between the tabs, as in every tab list. @param {KeyboardEvent} event */
  #arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tab = TABS[(TABS.indexOf(this.desk.inbox.tab) + step + TABS.length) % TABS.length];
    this.desk.inbox.show(tab);
    /** @type {HTMLElement | null} */ (this.querySelector(`#tab-${tab}`))?.focus();
  }

  render() {
    const { desk } = this;
    const { inbox } = desk;
    return html`
      <div class="brand">
        ${mark}<p>${say("product")}</p>
        <button class="plain" aria-label=${say("help")} title="${say("help")} (?)" @click=${() => this.dispatchEvent(new Event("help", { bubbles: true }))}>${keyboard}</button>
        <button class="plain" aria-label=${say("sign_out")} title="${say("sign_out")}: ${desk.staff?.name}" @click=${() => desk.signOut()}>${exit}</button>
      </div>
      <div class="tabs" role="tablist" aria-label=${say("list")} @keydown=${this.#arrow}>
        ${TABS.map((tab) => {
          const selected = tab === inbox.tab;
          return html`<button role="tab" id="tab-${tab}" aria-selected=${selected} aria-controls="rows" tabindex=${selected ? 0 : -1} @click=${() => inbox.show(tab)}>
            ${say(tab === "bot" ? "bot_tab" : tab)} <b>${inbox.counts[tab]}</b>
          </button>`;
        })}
      </div>
      <label class="search">${search}<span class="hidden">${say("search")}</span>
        <input type="search" placeholder=${say("search")} @input=${this.#search}>
      </label>
      <div id="rows" role="tabpanel" aria-labelledby="tab-${inbox.tab}" aria-busy=${!inbox.loaded}>
        ${inbox.rows.length ? html`<ul>${repeat(inbox.rows, ({ id }) => id, (one) => html`<li>${row(desk, one)}</li>`)}</ul>` : this.#empty()}
        ${inbox.next ? html`<button class="more" @click=${() => inbox.more()}>${say("more")}</button>` : nothing}
      </div>`;
  }

  #empty() {
    const { loaded, query, tab } = this.desk.inbox;
    return html`<p class="empty">${say(!loaded ? "loading" : query ? "nothing_found" : `nothing_${tab}`)}</p>`;
  }
}
