import { html, nothing } from "lit";
import { locale } from "../shared/language.js";
import { say } from "./say.js";

const percent = new Intl.NumberFormat(locale, { style: "percent" });

/** The lane of an intent as a coloured tag: the prefix of its name says it. @param {string | null} intent */
export function lane(intent) {
  const name = intent?.split("_")[0];
  return name ? html`<span class="tag ${name}">${say(`lane_${name}`)}</span>` : nothing;
}

/** How sure the model is, as a bar and in figures. @param {number} share 0 to 1 */
export const meter = (share) => html`<span class="meter"><meter aria-hidden="true" value=${share}></meter> ${percent.format(share)}</span>`;

export const LANES = ["support", "service", "success", "chat"];

/** Why a message is here, as tags; what people said stands out. @param {string[]} names */
export const reasons = (names) => names.map((name) => html`<span class="tag ${PEOPLE.includes(name) ? "high" : ""}">${say(`doubt_${name}`)}</span>`);

const PEOPLE = ["flagged", "not_solved", "low_score", "disagreement"];

/** What is wrong with the examples of an intent. @param {string[]} names */
export const problems = (names) => names.map((name) => html`<span class="tag high">${say(`problem_${name}`)}</span>`);
