import { html, nothing } from "lit";
import { back, tick } from "../shared/icons.js";
import { View } from "../shared/office/view.js";
import { prose } from "../shared/prose.js";
import * as api from "./api.js";
import { say } from "./say.js";
/** @import { ArticleRow } from "./types.js" */

/** One article: its Markdown beside what customers will see. What was begun is not lost by looking elsewhere. */
export class Article extends View {
  static properties = { row: { attribute: false }, opened: { state: true }, text: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.row = /** @type {ArticleRow} */ (/** @type {unknown} */ (undefined));
    /** As it stood when it was opened. @type {string | null} */
    this.opened = null;
    this.text = "";
    this.problem = "";
    this.busy = false;
    this.shownId = "";
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("row") || this.shownId === this.row.id) return;
    this.shownId = this.row.id;
    this.#read();
  }

  get #kept() {
    return `careline-studio:article:${this.row.id}`;
  }

  async #read() {
    this.opened = null;
    const { id } = this.row;
    const found = await this.office.run(() => api.article(id), null);
    if (!found || id !== this.row.id) return;
    const begun = JSON.parse(sessionStorage.getItem(this.#kept) ?? "null");
    this.opened = begun?.before ?? found.text;
    this.text = begun?.text ?? found.text;
    this.problem = "";
  }

  /** @param {Event} event */
  #write({ target }) {
    this.text = /** @type {HTMLTextAreaElement} */ (target).value;
    sessionStorage.setItem(this.#kept, JSON.stringify({ before: this.opened, text: this.text }));
  }

  #drop() {
    sessionStorage.removeItem(this.#kept);
    this.#read();
  }

  /** @param {SubmitEvent} event */
  async #save(event) {
    event.preventDefault();
    if (this.opened === null || this.busy) return;
    this.busy = true;
    this.problem = "";
    try {
      await api.saveArticle(this.row.id, this.opened, this.text);
      this.office.tell(say("article_saved"));
      this.#drop();
      this.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
  }

  render() {
    const { row, opened, text } = this;
    if (opened === null) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const [, front = "", body = text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
    const title = /^title:\s*(.+)$/m.exec(front)?.[1] ?? row.title;
    return html`<form class="card" aria-labelledby="article-title" @submit=${this.#save}>
      <p><a href="#articles" class="line">${back}${say("all_articles")}</a></p>
      <div class="side-by-side">
        <label><span class="hidden">${say("article_text")}</span><textarea name="text" spellcheck="true" rows="26" .value=${text} aria-invalid=${Boolean(this.problem)} aria-describedby="article-problem" @input=${this.#write}></textarea></label>
        <article class="preview" aria-label=${say("preview")} tabindex="0"><h2 id="article-title">${title}</h2>${prose(body)}</article>
      </div>
      <p class="problem" id="article-problem" role="alert">${this.problem || nothing}</p>
      <p class="line wrap"><button class="primary" ?disabled=${this.busy || text === opened}>${tick}${say("save")}</button>
        ${text === opened ? nothing : html`<button class="secondary" type="button" @click=${() => this.#drop()}>${say("article_drop")}</button>`}
        <a href="/help/${row.id}" target="_blank" rel="noopener">${say("article_page")}</a></p>
    </form>`;
  }
}
