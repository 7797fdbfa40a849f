import * as api from "./api.js";
/** @import { Filters, Tab } from "./api.js" */
/** @import { Counts, Row } from "../shared/types.js" */

/** @typedef {{cursor?: string, rows: Row[], next?: string | null}} Page */

/** A list of so many pages is read again as a whole when nobody knows what changed. */
const SHORT = 3;

/** @type {Filters} */
const NO_FILTERS = { status: "", lane: "", mood: "", team: "", priority: "", label: "", promise: "", mentioned: "" };

/** The list of conversations: which tab, what is searched for, and how far it was read. */
export class Inbox {
  /** @param {() => void} changed @param {(error: unknown) => void} failed */
  constructor(changed, failed) {
    this.changed = changed;
    this.failed = failed;
    /** @type {Tab} */
    this.tab = "unassigned";
    this.query = "";
    /** @type {Filters} */
    this.filters = { ...NO_FILTERS };
    /** @type {Row[]} */
    this.rows = [];
    /** @type {string | null} the cursor of the next page */
    this.next = null;
    /** @type {Page[]} */
    this.pages = [];
    /** @type {Promise<void> | undefined} */
    this.reading = undefined;
    this.loaded = false;
    /** @type {Counts} */
    this.counts = { mine: 0, mine_unread: 0, mentions: 0, promises_overdue: 0, unassigned: 0, all: 0, bot: 0 };
  }

  empty() {
    Object.assign(this, new Inbox(this.changed, this.failed));
  }

  /** @param {Tab} tab */
  async show(tab) {
    if (tab === this.tab) return;
    this.tab = tab;
    this.filters = { ...this.filters, status: "" }; // a tab says which states it is about
    this.rows = [];
    this.loaded = false;
    this.pages = [];
    this.changed();
    await this.read();
  }

  /** @param {string} query */
  async search(query) {
    this.query = query;
    this.pages = [];
    this.loaded = false;
    await this.read();
  }

  /** @param {Partial<Filters>} filters */
  async filter(filters) {
    this.filters = { ...this.filters, ...filters };
    this.pages = [];
    this.loaded = false;
    await this.read();
  }

  /** All conversations with this, wherever they are; asked for again, every conversation. @param {"mentioned" | "promise"} name @param {string} value */
  async only(name, value) {
    const on = this.filters[name] !== value;
    Object.assign(this, { tab: "all", query: "" });
    await this.filter({ ...NO_FILTERS, ...(on && { [name]: value }) });
  }

  /** Every filter off. */
  async widen() {
    await this.filter(NO_FILTERS);
  }

  /** How many filters are set. */
  get narrowed() {
    return Object.values(this.filters).filter(Boolean).length;
  }

  /** The next page, unless it is on its way. */
  async more() {
    if (!this.next || this.reading) return;
    this.reading = this.#readPage({ cursor: this.next, rows: [] }).finally(() => (this.reading = undefined));
    await this.reading;
  }

  /**
   * Reads the first page again and every page that has one of these conversations; without ids nobody knows what
   * changed, so all of a short list is read again and a long one begins anew.
   *
   * @param {Iterable<string>} [ids]
   */
  async read(ids) {
    const changed = ids && new Set(ids);
    if (!changed && this.pages.length > SHORT) this.pages.length = 1;
    const [first = { rows: [] }, ...rest] = this.pages;
    const stale = rest.filter(({ rows }) => !changed || rows.some(({ id }) => changed.has(id)));
    await Promise.all([first, ...stale].map((page) => this.#readPage(page)));
  }

  /** An answer to what is no longer asked is dropped. @param {Page} page */
  async #readPage(page) {
    const { tab, query, filters } = this;
    try {
      const answer = await api.list(tab, query, filters, page.cursor);
      if (tab !== this.tab || query !== this.query || filters !== this.filters) return;
      Object.assign(page, { rows: answer.conversations, next: answer.next });
      const at = this.pages.findIndex(({ cursor }) => cursor === page.cursor);
      if (at < 0) this.pages.push(page);
      else this.pages[at] = page;
      if (answer.counts) this.counts = answer.counts;
      // A conversation that moved to another page is on both until the other one is read again.
      this.rows = [...new Map(this.pages.flatMap(({ rows }) => rows).reverse().map((row) => [row.id, row])).values()].reverse();
      this.next = this.pages.at(-1)?.next ?? null;
      this.loaded = true;
    } catch (error) {
      this.next = null; // or whoever is at the end would ask again and again
      this.failed(error);
    }
    this.changed();
  }

  /** The id of the row after or before this one; the first when it is not in the list. @param {string | null} id @param {1 | -1} step */
  beside(id, step) {
    const here = this.rows.findIndex((row) => row.id === id);
    return this.rows[here < 0 ? 0 : here + step]?.id;
  }

  /** @param {string} id */
  markRead(id) {
    const row = this.rows.find((one) => one.id === id);
    if (row) Object.assign(row, { unread: 0, mentioned: false });
  }
}
