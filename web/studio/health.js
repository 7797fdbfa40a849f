import { html, nothing } from "lit";
import { cross, tick } from "../shared/icons.js";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { percent } from "./words.js";
/** @import { Double, Health, MarkedWords, Nearer, Overlap, Placed } from "./types.js" */

const FIRST = 10;

/** What is doubtful about the examples by their meaning; of one intent, or of all. */
export class ExamplesHealth extends View {
  static properties = { intent: { attribute: false }, health: { attribute: false }, all: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** Only what concerns this one. @type {string | null} */
    this.intent = null;
    /** @type {Health | null | undefined} null while it is looked for, undefined when nobody can tell */
    this.health = null;
    this.all = false;
    this.busy = false;
  }

  /** @param {() => Promise<unknown>} work @param {string} done */
  async #do(work, done) {
    if (this.busy) return;
    this.busy = true;
    if (await this.office.run(async () => (await work(), true), false)) {
      this.office.tell(done);
      this.dispatchEvent(new CustomEvent("saved", { bubbles: true, detail: { health: true } }));
    }
    this.busy = false;
  }

  render() {
    const { health, intent } = this;
    if (health === undefined) return nothing;
    if (health === null) return html`<section class="card"><p class="quiet" role="status">${say("health_looking")}</p></section>`;
    const own = (/** @type {string[]} */ ...names) => !intent || names.includes(intent);
    const nearer = health.nearer.filter(({ example }) => own(example.intent));
    const doubles = health.doubles.filter(({ example, twin }) => own(example.intent, twin.intent));
    const overlaps = health.overlaps.filter(({ intents }) => own(...intents));
    const marks = health.marks.filter(({ seen }) => own(...seen.flatMap(({ examples }) => examples.map((one) => one.intent))));
    const nothingFound = !nearer.length && !doubles.length && !overlaps.length && !marks.length;
    if (nothingFound && intent) return nothing;
    return html`<section class="card health" aria-labelledby="health-title">
      <h2 id="health-title">${say("health_title")}</h2>
      ${nothingFound ? html`<p class="quiet">${say("health_fine", { count: health.examples })}</p>` : nothing}
      ${overlaps.length ? html`<h3>${say("overlaps")}</h3><p class="quiet">${say("overlaps_lead")}</p><ul>${overlaps.map(overlap)}</ul>` : nothing}
      ${nearer.length ? html`<h3>${say("nearer", { count: nearer.length })}</h3><p class="quiet">${say("nearer_lead")}</p><ul>${this.#some(nearer).map((one) => this.#nearer(one))}</ul>${this.#more(nearer.length)}` : nothing}
      ${doubles.length ? html`<h3>${say("doubles", { count: doubles.length })}</h3><ul>${this.#some(doubles).map((one) => this.#double(one))}</ul>` : nothing}
      ${marks.length ? html`<h3>${say("marks_title")}</h3><ul>${marks.map(marked)}</ul>` : nothing}
    </section>`;
  }

  /** @template T @param {T[]} list @returns {T[]} */
  #some(list) {
    return this.all ? list : list.slice(0, FIRST);
  }

  /** @param {number} count */
  #more(count) {
    return this.all || count <= FIRST ? nothing : html`<button class="plain-text" @click=${() => (this.all = true)}>${say("health_all", { count })}</button>`;
  }

  /** @param {Nearer} one */
  #nearer({ id, example, nearest, alike, own }) {
    const move = () => api.moveExample(example.intent, example.text, nearest.intent);
    return html`<li><p>${said(example)}</p>
      <p class="quiet">${say("nearer_to")} ${said(nearest)} ${say("nearer_by", { alike: percent.format(alike), own: percent.format(own) })}</p>
      <p class="line wrap"><button class="secondary" ?disabled=${this.busy} aria-label="${say("move_to", { intent: nearest.intent })}: ${example.text}" @click=${() => this.#do(move, say("example_moved", { intent: nearest.intent }))}>${say("move_to", { intent: nearest.intent })}</button>
        <button class="secondary" ?disabled=${this.busy} aria-label="${say("keep")}: ${example.text}" @click=${() => this.#do(() => api.setAside("nearer", id), say("kept"))}>${tick}${say("keep")}</button></p></li>`;
  }

  /** @param {Double} one */
  #double({ id, example, twin }) {
    const remove = () => api.removeExample(twin.intent, twin.text);
    return html`<li><p>${said(example)}</p><p>${said(twin)}</p>
      <p class="line wrap"><button class="secondary" ?disabled=${this.busy} aria-label="${say("remove_second")}: ${twin.text}" @click=${() => this.#do(remove, say("example_removed"))}>${cross}${say("remove_second")}</button>
        <button class="secondary" ?disabled=${this.busy} aria-label="${say("keep_both")}: ${twin.text}" @click=${() => this.#do(() => api.setAside("double", id), say("kept"))}>${tick}${say("keep_both")}</button></p></li>`;
  }
}

/** @param {Placed} one */
const said = ({ text, intent }) => html`<q dir="auto">${text}</q> <a href="#examples/${intent}">${intent}</a>`;

/** @param {Overlap} pair */
const overlap = ({ intents: [one, other], crossed, share }) =>
  html`<li><a href="#examples/${one}">${one}</a> ${say("and")} <a href="#examples/${other}">${other}</a> <span class="quiet">${say("overlap_share", { count: crossed, share: percent.format(share) })}</span></li>`;

/** @param {MarkedWords} words */
const marked = ({ words, seen }) => html`<li><b>${words}</b><ul class="inner">${seen.map(
  ({ entity, count, examples }) => html`<li>${entity === null ? say("not_marked", { count }) : say("marked_as", { entity, count })} <span class="quiet">${examples.map(({ text, file, line }) => html`<q>${text}</q> ${file}:${line} `)}</span></li>`,
)}</ul></li>`;
