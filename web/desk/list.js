import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { say } from "./say.js";
import { attention } from "./attention.js";
import { filters } from "./filters.js";
import { keyboard, mark, person, search } from "../shared/icons.js";
import { row } from "./row.js";
import { View } from "./view.js";
/** @import { Tab } from "./api.js" */

/** @type {Tab[]} */
export const TABS = ["mine", "unassigned", "all", "bot"];

/** The height of a row, as in list.css: only those in sight (and a few more) are in the page. */
const ROW = 104;
const SPARE = 6;

export class List extends View {
  /** @type {string | null} */
  shown = null;
  asked = "";

  get box() {
    return this.querySelector("#rows");
  }

  updated() {
    const { tab, query, filters } = this.desk.inbox;
    const asked = JSON.stringify([tab, query, filters]);
    if (this.box && asked !== this.asked) this.box.scrollTop = 0;
    this.asked = asked;
    const search = /** @type {HTMLInputElement | null} */ (this.querySelector(".search input"));
    if (search && !query && search !== document.activeElement) search.value = "";
    this.#follow();
    this.#fill();
  }

  /** The conversation that was opened by key or link comes into sight. */
  #follow() {
    const { openId, inbox } = this.desk;
    const at = inbox.rows.findIndex(({ id }) => id === openId);
    if (openId === this.shown || at < 0 || !this.box) return;
    this.shown = openId;
    const { scrollTop, clientHeight } = this.box;
    if (at * ROW < scrollTop) this.box.scrollTop = at * ROW;
    else if ((at + 1) * ROW > scrollTop + clientHeight) this.box.scrollTop = (at + 1) * ROW - clientHeight;
  }

  /** Who comes near the end gets more. */
  #fill() {
    const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = this.box ?? {};
    if (scrollTop + 2 * clientHeight > scrollHeight) this.desk.inbox.more();
  }

  #rows() {
    const { inbox } = this.desk;
    const { scrollTop = 0, clientHeight = innerHeight } = this.box ?? {};
    const first = Math.max(0, Math.min(Math.floor(scrollTop / ROW), inbox.rows.length) - SPARE);
    const last = Math.min(inbox.rows.length, Math.ceil((scrollTop + clientHeight) / ROW) + SPARE);
    const total = inbox.next ? -1 : inbox.rows.length;
    // As a property: the content policy refuses style attributes.
    const space = `padding-block: ${first * ROW}px ${(inbox.rows.length - last) * ROW}px`;
    return html`<ul .style=${space}>${repeat(inbox.rows.slice(first, last), ({ id }) => id, (one, at) => html`<li aria-setsize=${total} aria-posinset=${first + at + 1}>${row(this.desk, one)}</li>`)}</ul>`;
  }

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
        ${this.#me()}
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
      ${attention(desk)}${filters(desk)}
      <p class="hidden" role="status">${inbox.loaded && inbox.rows.length && (inbox.query || inbox.narrowed) ? say(inbox.next ? "found_more" : "found", { count: inbox.rows.length }) : nothing}</p>
      <div id="rows" role="tabpanel" aria-labelledby="tab-${inbox.tab}" aria-busy=${!inbox.loaded} @scroll=${() => this.requestUpdate()}>
        ${inbox.rows.length ? this.#rows() : this.#empty()}
        ${inbox.next ? html`<button class="more" @click=${() => inbox.more()}>${say("more")}</button>` : nothing}
      </div>`;
  }

  #me() {
    const me = this.desk.crew.find(this.desk.staff?.id);
    const state = me?.presence ?? "online";
    return html`<button class="me ${state}" title=${this.desk.staff?.name ?? ""} aria-label=${say("my_presence", { presence: say(`presence_${state}`), load: me?.load ?? 0, capacity: me?.capacity ?? 0 })}
      @click=${() => this.dispatchEvent(new CustomEvent("sheet", { bubbles: true, detail: "me" }))}>${person}<span aria-hidden="true">${say(`presence_${state}`)} <b>${me?.load ?? 0}/${me?.capacity ?? 0}</b></span></button>`;
  }

  #empty() {
    const { loaded, narrowed, query, tab, filters } = this.desk.inbox;
    const only = narrowed === 1 && !query && (filters.mentioned ? "nothing_mentioned" : filters.promise === "overdue" && "nothing_late");
    return html`<p class="empty" role="status">${say(!loaded ? "loading" : only || (query || narrowed ? "nothing_found" : `nothing_${tab}`))}</p>`;
  }
}
