import { html, nothing } from "lit";
import { search } from "../shared/icons.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { View } from "../shared/office/view.js";
import { lane, meter } from "./words.js";
/** @import { NearExample, Understood } from "./types.js" */

/** One sentence, and what the live model makes of it. */
export class Try extends View {
  static properties = { found: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {Understood | null} */
    this.found = null;
    /** @type {NearExample[]} */
    this.near = [];
    this.busy = false;
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const text = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("text")).trim();
    if (!text || this.busy) return;
    this.busy = true;
    this.found = await this.office.run(() => api.parse(text), null);
    this.near = await this.office.run(() => api.nearest(text), []);
    this.busy = false;
  }

  render() {
    return html`<section class="card try" aria-labelledby="try-title">
      <h2 id="try-title">${say("try")}</h2>
      <form class="line" role="search" @submit=${this.#submit}>
        <label class="grow"><span class="hidden">${say("try_text")}</span><input name="text" required maxlength="1000" autocomplete="off" placeholder=${say("try_text")}></label>
        <button class="primary" ?disabled=${this.busy}>${search}${say("try_go")}</button>
      </form>
      <div aria-live="polite">${this.found ? this.#result(this.found) : nothing}</div>
    </section>`;
  }

  /** @param {Understood} found */
  #result({ intent, ranking, entities, articles, masked }) {
    return html`
      <p class="verdict">${lane(intent.name)}<b>${intent.name ?? say("no_intent")}</b></p>
      ${masked ? html`<p class="quiet">${say("try_masked")} <q>${masked}</q></p>` : nothing}
      <h3>${say("ranking")}</h3>
      <ol class="ranking">${ranking.slice(0, 5).map((guess) => html`<li><a href="#examples/${guess.name}">${guess.name}</a>${meter(guess.confidence)}</li>`)}</ol>
      ${this.near.length ? html`<h3>${say("nearest")}</h3><ul class="near">${this.near.map(({ text, intent, alike }) => html`<li><q>${text}</q> <a href="#examples/${intent}">${intent}</a>${meter(alike)}</li>`)}</ul>` : nothing}
      ${entities.length ? html`<h3>${say("entities")}</h3><ul class="tags">${entities.map(({ entity, value }) => html`<li class="tag label">${entity}: ${value}</li>`)}</ul>` : nothing}
      ${articles.length ? html`<h3>${say("articles")}</h3><ul>${articles.slice(0, 3).map(({ id, title }) => html`<li><a href="/help/${id}" target="_blank" rel="noopener">${title}</a></li>`)}</ul>` : nothing}`;
  }
}
