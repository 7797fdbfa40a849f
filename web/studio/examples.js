import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { LANES, problems as tags } from "./words.js";
/** @import { NewIntent } from "./new-intent.js" */
/** @import { Health, IntentHealth } from "./types.js" */

const MANY = 0.03;

/** What the bot learns from: all intents by lane, one of them open, and how a sentence is read now. */
export class Examples extends View {
  static properties = { intents: { state: true }, problems: { state: true }, health: { state: true }, query: { state: true } };

  constructor() {
    super();
    /** @type {IntentHealth[] | null} */
    this.intents = null;
    this.query = "";
    /** @type {{file: string, line: number, message: string}[]} */
    this.problems = [];
    /** @type {Health | null | undefined} null while it is looked for, undefined when nobody can tell */
    this.health = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#read();
  }

  async #read() {
    this.intents = await this.office.run(api.intents, this.intents ?? []);
    this.problems = await this.office.run(api.problems, []);
    this.health = await api.health().catch(() => this.health ?? undefined); // a courtesy: without it everything else works
  }

  /** How many examples of an intent lie nearer to another one, where they are many. @param {IntentHealth} intent */
  #astray({ name, count }) {
    const astray = this.health?.nearer.filter(({ example }) => example.intent === name).length ?? 0;
    return astray > count * MANY ? astray : 0;
  }

  render() {
    const { intents } = this;
    if (!intents) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const words = this.query.toLowerCase().trim();
    const shown = intents.filter(({ name, title, description }) => `${name} ${title} ${description}`.toLowerCase().includes(words));
    const open = intents.find(({ name }) => name === this.office.what);
    return html`<div class="two" @saved=${() => this.#read()}>
      <section class="waiting" aria-label=${say("intents")}>
        <label class="find"><span class="hidden">${say("find_intent")}</span><input type="search" placeholder=${say("find_intent")} @input=${(/** @type {Event} */ event) => (this.query = /** @type {HTMLInputElement} */ (event.target).value)}></label>
        <p class="make"><button class="secondary" @click=${() => this.#newIntent()}>${say("new_intent")}</button></p>
        <div class="scroll">${LANES.map((name) => this.#lane(name, shown))}</div>
      </section>
      <div class="item">
        ${this.problems.length ? html`<section class="card broken" role="alert"><h2>${say("broken_title")}</h2><ul>${this.problems.map(({ file, line, message }) => html`<li><code>${file}:${line}</code> ${message}</li>`)}</ul></section>` : nothing}
        ${open ? html`<studio-intent .office=${this.office} .health=${open} .astray=${this.health?.nearer ?? []} .intents=${intents}></studio-intent><studio-suggestions .office=${this.office} .intent=${open.name}></studio-suggestions>` : html`<studio-try .office=${this.office}></studio-try><p class="quiet">${say("pick_intent")}</p>`}
        <studio-examples-health .office=${this.office} .intent=${open?.name ?? null} .health=${this.health}></studio-examples-health>
      </div>
      <studio-new-intent .office=${this.office}></studio-new-intent>
    </div>`;
  }

  #newIntent() {
    /** @type {NewIntent | null} */ (this.querySelector("studio-new-intent"))?.show(async (name) => {
      await this.#read();
      this.office.go("examples", name);
    });
  }

  /** @param {string} name @param {IntentHealth[]} shown */
  #lane(name, shown) {
    const own = shown.filter(({ lane }) => lane === name);
    if (!own.length) return nothing;
    return html`<h2 class="lane"><span class="tag ${name}">${say(`lane_${name}`)}</span></h2>
      <ul>${own.map((intent) => html`<li><a class="row" href="#examples/${intent.name}" aria-current=${intent.name === this.office.what}>
        <span class="line"><b class="grow">${intent.name}</b><span class="quiet">${intent.count}</span></span>
        ${intent.problems.length || this.#astray(intent) ? html`<span class="tags">${tags(intent.problems)}${this.#astray(intent) ? html`<span class="tag">${say("astray", { count: this.#astray(intent) })}</span>` : nothing}</span>` : nothing}
      </a></li>`)}</ul>`;
  }
}
