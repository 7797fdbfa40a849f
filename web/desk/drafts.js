import { uuid } from "../shared/uuid.js";
/** @import { Attached } from "../shared/types.js" */

const KEPT = "careline-desk:drafts";

/** @typedef {{text: string, files: Attached[], client_id: string}} Draft */

/** What was begun: reply and note apart, for each conversation. Kept over a reload, gone with the browser's tab. */
export class Drafts {
  constructor() {
    /** @type {Map<string, Draft>} */
    this.all = new Map(Object.entries(JSON.parse(sessionStorage.getItem(KEPT) ?? "{}")).map(([key, draft]) => [key, { files: [], ...draft }])); // a draft of before there were files has none
  }

  /** @param {string} key */
  get(key) {
    return this.all.get(key);
  }

  /** What is not named stays as it is; without text and files there is no draft. @param {string} key @param {Partial<Draft>} change */
  set(key, change) {
    const { text, files } = { text: "", files: [], ...this.get(key), ...change };
    if (text || files.length) this.all.set(key, { text, files, client_id: change.client_id ?? uuid() });
    else this.all.delete(key);
    this.#keep();
  }

  /** Takes it out, to be sent. @param {string} key */
  take(key) {
    const draft = this.all.get(key);
    this.all.delete(key);
    this.#keep();
    return draft;
  }

  /** What did not leave is a draft again, before what was begun since. @param {string} key @param {Draft} draft */
  giveBack(key, { text, files, client_id }) {
    const since = this.get(key);
    if (!since) this.set(key, { text, files, client_id });
    else this.set(key, { text: [text, since.text].filter(Boolean).join("\n"), files: [...files, ...since.files] });
  }

  #keep() {
    sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(this.all)));
  }
}
