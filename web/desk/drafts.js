import { uuid } from "../shared/uuid.js";

const KEPT = "careline-desk:drafts";

/** @typedef {{text: string, client_id: string}} Draft */

/** What was begun: reply and note apart, for each conversation. Kept over a reload, gone with the browser's tab. */
export class Drafts {
  constructor() {
    /** @type {Map<string, Draft>} */
    this.all = new Map(Object.entries(JSON.parse(sessionStorage.getItem(KEPT) ?? "{}")));
  }

  /** @param {string} key */
  get(key) {
    return this.all.get(key);
  }

  /** @param {string} key @param {string} text an empty one is none */
  set(key, text, client_id = uuid()) {
    if (text) this.all.set(key, { text, client_id });
    else this.all.delete(key);
    sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(this.all)));
  }

  /** What did not leave is a draft again, before what was begun since. @param {string} key @param {Draft} draft */
  giveBack(key, { text, client_id }) {
    const since = this.get(key)?.text;
    if (since) this.set(key, `${text}\n${since}`);
    else this.set(key, text, client_id);
  }
}
