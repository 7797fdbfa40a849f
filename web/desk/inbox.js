import * as api from "./api.js";
/** @import { Tab } from "./api.js" */
/** @import { Counts, Row } from "../shared/types.js" */

/** The list of conversations: which tab, what is searched for, and how far it was read. */
export class Inbox {
  /** @param {() => void} changed @param {(error: unknown) => void} failed */
  constructor(changed, failed) {
    this.changed = changed;
    this.failed = failed;
    /** @type {Tab} */
    this.tab = "unassigned";
    this.query = "";
    /** @type {Row[]} */
    this.rows = [];
    /** @type {string | null} the cursor of the next page */
    this.next = null;
    this.pages = 1;
    this.loaded = false;
    /** @type {Counts} */
    this.counts = { mine: 0, unassigned: 0, all: 0, bot: 0 };
  }

  empty() {
    Object.assign(this, new Inbox(this.changed, this.failed));
  }

  /** @param {Tab} tab */
  async show(tab) {
    if (tab === this.tab) return;
    this.tab = tab;
    this.rows = [];
    this.loaded = false;
    this.pages = 1;
    this.changed();
    await this.read();
  }

  /** @param {string} query */
  async search(query) {
    this.query = query;
    this.pages = 1;
    await this.read();
  }

  async more() {
    this.pages += 1;
    await this.read();
  }

  /** Reads as many pages as are shown. An answer to what is no longer asked is dropped. */
  async read() {
    const { tab, query, pages } = this;
    try {
      /** @type {Row[]} */
      const rows = [];
      let cursor;
      for (let page = 0; page < pages; page++) {
        const answer = await api.list(tab, query, cursor);
        rows.push(...answer.conversations);
        cursor = answer.next ?? undefined;
        if (answer.counts) this.counts = answer.counts;
        if (!cursor) break;
      }
      if (tab !== this.tab || query !== this.query) return;
      this.rows = rows;
      this.next = cursor ?? null;
      this.loaded = true;
    } catch (error) {
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
    if (row) row.unread = 0;
  }
}
