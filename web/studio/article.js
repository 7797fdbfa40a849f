import { html, nothing } from "lit";
import { back, tick } from "../shared/icons.js";
import { View } from "../shared/office/view.js";
import { prose } from "../shared/prose.js";
import * as api from "./api.js";
import { say } from "./say.js";
/** @import { GuideStep } from "./types.js" */

/** What is opened; `asked` and `gap`: the unanswered question that a new article is for. @typedef {{kind: "article" | "guide" | "new", id: string, title: string, asked: string, gap: string | null}} Opens */

/** One article or guide: its text beside what customers will see. What was begun is not lost by looking elsewhere. */
export class Article extends View {
  static properties = { opens: { attribute: false }, opened: { state: true }, text: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.opens = /** @type {Opens} */ (/** @type {unknown} */ (undefined));
    /** As it stood when it was opened. @type {string | null} */
    this.opened = null;
    this.text = "";
    /** Of a guide, as customers are led through it now. @type {GuideStep[]} */
    this.steps = [];
    this.problem = "";
    this.busy = false;
    this.shownId = "";
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("opens") || this.shownId === this.#kept) return;
    this.shownId = this.#kept;
    this.#read();
  }

  get #kept() {
    return `careline-studio:${this.opens.kind}:${this.opens.id}`;
  }

  async #read() {
    this.opened = null;
    const { kind, id, asked } = this.opens;
    const read = async () => (kind === "new" ? { text: template(asked), steps: [] } : kind === "guide" ? api.guide(id) : { steps: [], ...(await api.article(id)) });
    const found = await this.office.run(read, null);
    if (!found || id !== this.opens.id) return;
    const begun = JSON.parse(sessionStorage.getItem(this.#kept) ?? "null");
    this.steps = found.steps;
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
    const { opened, text, opens } = this;
    if (opened === null || this.busy) return;
    this.busy = true;
    this.problem = "";
    try {
      if (opens.kind === "new") await api.createArticle(text, opens.gap);
      else await (opens.kind === "guide" ? api.saveGuide : api.saveArticle)(opens.id, opened, text);
      this.office.tell(say("article_saved"));
      sessionStorage.removeItem(this.#kept);
      this.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
      if (opens.kind === "new") this.office.go("articles");
      else this.#read();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
  }

  render() {
    const { opens, opened, text } = this;
    if (opened === null) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const begun = text !== opened;
    return html`<form class="card" aria-labelledby="article-title" @submit=${this.#save}>
      <p><a href="#articles" class="line">${back}${say("all_articles")}</a></p>
      <div class="side-by-side">
        <label><span class="hidden">${say("article_text")}</span><textarea name="text" spellcheck="true" rows="26" .value=${text} aria-invalid=${Boolean(this.problem)} aria-describedby="article-problem" @input=${this.#write}></textarea></label>
        ${opens.kind === "guide" ? steps(opens.title, this.steps) : preview(opens.title, text)}
      </div>
      <p class="problem" id="article-problem" role="alert">${this.problem || nothing}</p>
      <p class="line wrap"><button class="primary" ?disabled=${this.busy || (!begun && opens.kind !== "new")}>${tick}${say("save")}</button>
        ${begun ? html`<button class="secondary" type="button" @click=${() => this.#drop()}>${say("article_drop")}</button>` : nothing}
        ${opens.kind === "article" ? html`<a href="/help/${opens.id}" target="_blank" rel="noopener">${say("article_page")}</a>` : nothing}</p>
    </form>`;
  }
}

/** A new article for a question. @param {string} asked */
function template(asked) {
  const plain = asked.replace(/[^\p{L}\p{N} ,'-]/gu, "").trim(); // what YAML and a title can hold
  return `---
title: ${plain.charAt(0).toUpperCase()}${plain.slice(1)}
stage: troubleshooting
products: []
symptoms:
  - ${plain || "how customers say it"}
---
The answer in one or two sentences.

## What to do
1. First step.
`;
}

/** @param {string} usual @param {string} text */
function preview(usual, text) {
  const [, front = "", body = text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  const title = /^title:[ \t]*(.+)$/m.exec(front)?.[1] ?? usual;
  return html`<article class="preview" aria-label=${say("preview")} tabindex="0"><h2 id="article-title">${title}</h2>${prose(body)}</article>`;
}

/** @param {string} title @param {GuideStep[]} steps */
const steps = (title, steps) => html`<article class="preview" aria-label=${say("guide_now")} tabindex="0"><h2 id="article-title">${title}</h2>
  <p class="quiet">${say("guide_now")}</p>
  <ol>${steps.map((step) => html`<li><b>${step.title}</b>${step.do.map((text) => html`<p>${text}</p>`)}<p><em>${step.ask}</em></p><p class="tags">${step.answers.map((answer) => html`<span class="tag label">${answer}</span>`)}</p></li>`)}</ol></article>`;
