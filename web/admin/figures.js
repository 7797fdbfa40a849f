import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { line, plot } from "./plot.js";
import { say } from "./say.js";
import { MEASURES, dayOf, laneName, shown, topicName } from "./words.js";
/** @import { About, Behind, Figures as All, Measure } from "./types.js" */

const LANES = ["support", "service", "success"];

/** How the customers fare: the figures, one of them over time, by lane and topic, and the conversations behind it. */
export class Figures extends View {
  static properties = { ...View.properties, all: { state: true }, measure: { state: true }, behind: { state: true }, about: { state: true } };

  constructor() {
    super();
    /** @type {All | null} */
    this.all = null;
    /** @type {Measure} */
    this.measure = "conversations";
    /** @type {Behind[]} */
    this.behind = [];
    /** @type {Partial<About>} */
    this.about = {};
    /** @type {string[]} those of the whole period, also when one is chosen */
    this.topics = [];
  }

  connectedCallback() {
    super.connectedCallback();
    void this.#read();
  }

  /** The answer to an older question does not replace that of a newer one. */
  async #read() {
    const { about, measure } = this;
    const found = await this.office.run(() => Promise.all([api.figures(about), api.behind(measure, about)]), null);
    if (!found || about !== this.about || measure !== this.measure) return;
    [this.all, this.behind] = found;
    if (!about.topic) this.topics = this.all.by_topic.flatMap(({ key }) => key ?? []).sort();
  }

  /** @param {Measure} measure */
  #choose(measure) {
    this.measure = measure;
    void this.#read();
  }

  /** @param {Event} event */
  #ask(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (/** @type {HTMLElement} */ (event.target).closest("form"));
    if (!form.reportValidity()) return;
    this.about = /** @type {Partial<About>} */ (Object.fromEntries(new FormData(form)));
    void this.#read();
  }

  render() {
    const { all } = this;
    if (!all) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const name = say(`measure_${this.measure}`);
    return html`<div class="column">
      ${this.#form(all)}
      <div class="tiles" role="group" aria-label=${say("section_figures")}>${MEASURES.map((measure) => this.#tile(all, measure))}</div>
      <section class="card" aria-labelledby="plot-title">
        <h2 id="plot-title">${name}</h2>
        <p class="quiet">${say(`about_${this.measure}`)}</p>
        ${plot(this.measure, all.over_time, name)}
      </section>
      <div class="two">
        ${this.#table("by_lane", "lane", all, laneName)}
        ${this.#table("by_topic", "topic", all, topicName)}
      </div>
      ${this.#behind()}
    </div>`;
  }

  /** @param {All} all */
  #form({ first, last }) {
    const { lane = "", topic = "" } = this.about;
    return html`<form class="about" @change=${this.#ask} @submit=${this.#ask}>
      <label>${say("first_day")}<input type="date" name="first" required .value=${first} max=${last}></label>
      <label>${say("last_day")}<input type="date" name="last" required .value=${last} min=${first}></label>
      <label>${say("lane")}<select name="lane">
        <option value="">${say("all_lanes")}</option>
        ${LANES.map((one) => html`<option value=${one} ?selected=${one === lane}>${laneName(one)}</option>`)}
      </select></label>
      <label>${say("topic")}<select name="topic">
        <option value="">${say("all_topics")}</option>
        ${this.topics.map((one) => html`<option value=${one} ?selected=${one === topic}>${topicName(one)}</option>`)}
      </select></label>
      <span class="grow"></span>
      <a class="secondary" href=${api.csv(this.about)} download="careline-figures.csv">${say("csv")}</a>
    </form>`;
  }

  /** @param {All} all @param {Measure} measure */
  #tile({ all }, measure) {
    const { value, of, p90 } = all[measure];
    const more = p90 === null ? say("of_conversations", { count: of }) : say("ninety_percent", { time: shown(measure, p90) });
    return html`<button aria-pressed=${measure === this.measure} @click=${() => this.#choose(measure)}>
      <span>${say(`measure_${measure}`)}</span><b>${shown(measure, value)}</b>${measure === "conversations" ? nothing : html`<small>${more}</small>`}
    </button>`;
  }

  /** Only this lane or topic; again, all of them. @param {"lane" | "topic"} kind @param {string} key */
  #only(kind, key) {
    this.about = { ...this.about, [kind]: this.about[kind] === key ? "" : key };
    void this.#read();
  }

  /** @param {"by_lane" | "by_topic"} title @param {"lane" | "topic"} kind @param {All} all @param {(key: string | null) => string} name */
  #table(title, kind, all, name) {
    const counts = this.measure === "conversations";
    return html`<section class="card" aria-labelledby=${title}>
      <h2 id=${title}>${say(title)}</h2>
      <div class="scroll"><table>
        <thead><tr><th scope="col">${say(kind)}</th><th scope="col">${say("over_time")}</th><th scope="col" class="number">${say(`measure_${this.measure}`)}</th>${counts ? nothing : html`<th scope="col" class="number">${say("conversations")}</th>`}</tr></thead>
        <tbody>${all[title].map(({ key, figures, over_time }) => html`<tr><th scope="row">${key ? html`<button class="link" aria-pressed=${this.about[kind] === key} @click=${() => this.#only(kind, key)}>${name(key)}</button>` : name(key)}</th><td>${line(this.measure, over_time[this.measure], all.over_time, name(key))}</td><td class="number">${shown(this.measure, figures[this.measure].value)}</td>${counts ? nothing : html`<td class="number">${figures[this.measure].of}</td>`}</tr>`)}</tbody>
      </table></div>
    </section>`;
  }

  #behind() {
    return html`<section class="card" aria-labelledby="behind-title">
      <h2 id="behind-title">${say("behind")}</h2>
      ${this.behind.length
        ? html`<div class="scroll"><table>
            <caption>${say("behind_lead")}</caption>
            <thead><tr><th scope="col">${say("began")}</th><th scope="col">${say("lane")}</th><th scope="col">${say("topic")}</th><th scope="col" class="number">${say(`measure_${this.measure}`)}</th><th scope="col"><span class="hidden">${say("to_desk")}</span></th></tr></thead>
            <tbody>${this.behind.map(({ id, began, lane, topic, value }) => html`<tr><td>${dayOf(began)}</td><td>${laneName(lane)}</td><td>${topicName(topic)}</td><td class="number">${this.#each(value)}</td><td><a href="/desk#c=${id}">${say("read_it")}</a></td></tr>`)}</tbody>
          </table></div>`
        : html`<p class="quiet">${say("behind_none")}</p>`}
    </section>`;
  }

  /** What one conversation adds: yes or no where the figure is a share. @param {number} value */
  #each(value) {
    const { measure } = this;
    if (measure === "conversations") return "";
    if (measure === "first_response" || measure === "resolution") return shown(measure, value);
    if (measure === "nps") return say(value > 0 ? "promoter" : value < 0 ? "detractor" : "passive");
    return say(value ? "yes" : "no");
  }
}
