import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
/** @import { Opens } from "./article.js" */
/** @import { ArticleRow, Gap, GuideRow } from "./types.js" */

/** Addresses that name no article: a new one, and guides. */
const NEW = "new";
const GUIDE = "guide:";

/** The help articles, the least helpful first; one of them open; and the questions that none answers. */
export class Articles extends View {
  static properties = { rows: { state: true }, guides: { state: true }, gaps: { state: true }, query: { state: true } };

  constructor() {
    super();
    /** @type {ArticleRow[] | null} */
    this.rows = null;
    /** @type {GuideRow[]} */
    this.guides = [];
    /** @type {Gap[]} */
    this.gaps = [];
    this.query = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.#read();
  }

  async #read() {
    const read = () => Promise.all([api.articles(), api.guides(), api.gaps()]);
    [this.rows, this.guides, this.gaps] = await this.office.run(read, [this.rows ?? [], this.guides, this.gaps]);
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
    const guides = this.guides.filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(words));
    const { what } = this.office;
    const open = this.#open(what);
    return html`<div class="two" @saved=${() => this.#read()}>
      <section class="waiting" aria-label=${say("all_articles")}>
        <label class="find"><span class="hidden">${say("find_article")}</span><input type="search" placeholder=${say("find_article")} @input=${(/** @type {Event} */ event) => (this.query = /** @type {HTMLInputElement} */ (event.target).value)}></label>
        <p class="make"><button class="secondary" @click=${() => this.office.go("articles", NEW)}>${say("new_article")}</button></p>
        <div class="scroll"><h2 class="lane"><span class="tag">${say("section_articles")}</span></h2>
          <ul>${shown.map((row) => html`<li><a class="row" href="#articles/${row.id}" aria-current=${row.id === what}><b>${row.title}</b>${this.#counts(row)}</a></li>`)}</ul>
          ${guides.length ? html`<h2 class="lane"><span class="tag">${say("guides")}</span></h2>` : nothing}
          <ul>${guides.map(({ id, title, steps }) => html`<li><a class="row" href="#articles/${GUIDE}${id}" aria-current=${`${GUIDE}${id}` === what}><b>${title}</b><span class="quiet">${say("guide_steps", { count: steps })}</span></a></li>`)}</ul></div>
      </section>
      <div class="item">${open ? html`<studio-article .office=${this.office} .opens=${open}></studio-article>` : this.#gaps()}</div>
    </div>`;
  }

  /** What the address names: an article, a guide, or a new article, perhaps for a gap. @param {string | null} what @returns {Opens | null} */
  #open(what) {
    if (what?.startsWith(NEW)) {
      const gap = this.gaps.find(({ id }) => id === what.slice(NEW.length + 1));
      return { kind: "new", id: what, title: say("new_article"), asked: gap?.text ?? "", gap: gap?.id ?? null };
    }
    const guide = this.guides.find(({ id }) => `${GUIDE}${id}` === what);
    const row = guide ?? this.rows?.find(({ id }) => id === what);
    return row ? { kind: guide ? "guide" : "article", id: row.id, title: row.title, asked: "", gap: null } : null;
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
        ? html`<ul class="gaps">${this.gaps.map(({ id, text, count }) => html`<li class="line wrap"><span class="grow" dir="auto">${text}</span><span class="quiet">${say("gap_asked", { count })}</span><button class="secondary" aria-label=${say("gap_write_this", { text })} @click=${() => this.office.go("articles", `${NEW}:${id}`)}>${say("gap_write")}</button><button class="secondary" aria-label=${say("gap_close_this", { text })} @click=${() => this.#close(id)}>${say("gap_close")}</button></li>`)}</ul>`
        : html`<p class="quiet">${say("gaps_none")}</p>`}
    </section>
    <p class="quiet">${say("pick_article")}</p>`;
  }
}
