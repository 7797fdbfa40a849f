import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
/** @import { ArticleRow, Gap } from "./types.js" */

/** The help articles, the least helpful first; one of them open; and the questions that none answers. */
export class Articles extends View {
  static properties = { rows: { state: true }, gaps: { state: true }, query: { state: true } };

  constructor() {
    super();
    /** @type {ArticleRow[] | null} */
    this.rows = null;
    /** @type {Gap[]} */
    this.gaps = [];
    this.query = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.#read();
  }

  async #read() {
    [this.rows, this.gaps] = await this.office.run(() => Promise.all([api.articles(), api.gaps()]), [this.rows ?? [], this.gaps]);
  }

  /** @param {string} id */
  async #close(id) {
    await this.office.run(() => api.closeGap(id), null);
    await this.#read();
  }

  render() {
    const { rows } = this;
    if (!rows) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const words = this.query.toLowerCase();
    const shown = rows.filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(words));
    const open = rows.find(({ id }) => id === this.office.what);
    return html`<div class="two" @saved=${() => this.#read()}>
      <section class="waiting" aria-label=${say("all_articles")}>
        <label class="find"><span class="hidden">${say("find_article")}</span><input type="search" placeholder=${say("find_article")} @input=${(/** @type {Event} */ event) => (this.query = /** @type {HTMLInputElement} */ (event.target).value)}></label>
        <ul>${shown.map((row) => html`<li><a class="row" href="#articles/${row.id}" aria-current=${row === open}><b>${row.title}</b>${this.#counts(row)}</a></li>`)}</ul>
      </section>
      <div class="item">${open ? html`<studio-article .office=${this.office} .row=${open}></studio-article>` : this.#gaps()}</div>
    </div>`;
  }

  /** @param {ArticleRow} row */
  #counts({ shown, solved, not_solved }) {
    if (!shown) return html`<span class="quiet">${say("article_never")}</span>`;
    return html`<span class="tags"><span class="quiet">${say("article_shown", { count: shown })}</span>
      ${solved ? html`<span class="tag success">${say("article_solved", { count: solved })}</span>` : nothing}
      ${not_solved ? html`<span class="tag high">${say("article_not_solved", { count: not_solved })}</span>` : nothing}</span>`;
  }

  #gaps() {
    return html`<section class="card" aria-labelledby="gaps-title">
      <h2 id="gaps-title">${say("gaps")}</h2>
      ${this.gaps.length
        ? html`<ul class="gaps">${this.gaps.map(({ id, text, count }) => html`<li class="line"><span class="grow" dir="auto">${text}</span><span class="quiet">${say("gap_asked", { count })}</span><button class="secondary" aria-label=${say("gap_close_this", { text })} @click=${() => this.#close(id)}>${say("gap_close")}</button></li>`)}</ul>`
        : html`<p class="quiet">${say("gaps_none")}</p>`}
    </section>
    <p class="quiet">${say("pick_article")}</p>`;
  }
}
