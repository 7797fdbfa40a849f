import { html, nothing } from "lit";
import { locale } from "../shared/language.js";
import { say } from "./say.js";
/** @import { Run } from "./types.js" */

export const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });

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

const PEOPLE = ["flagged", "flipped", "thumb_down", "not_solved", "low_score", "disagreement"];

/** What is wrong with the examples of an intent. @param {string[]} names */
export const problems = (names) => names.map((name) => html`<span class="tag high">${say(`problem_${name}`)}</span>`);

/** @type {Record<string, string>} */
const STATES = { queued: "label", running: "support", done: "success", failed: "high", cancelled: "label" };

/** How a run stands, as a tag; a model that the gate refused is not simply done. @param {Run} run */
export function runState({ state, refusals }) {
  const shown = refusals?.length ? "refused" : state;
  return html`<span class="tag ${STATES[shown] ?? "high"}">${say(`run_${shown}`)}</span>`;
}

/** About how long, in minutes from one minute on. @param {number} seconds */
export const duration = (seconds) => (seconds < 60 ? say("seconds", { count: Math.max(1, Math.round(seconds)) }) : say("minutes", { count: Math.round(seconds / 60) }));

export const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
export const points = new Intl.NumberFormat(locale, { signDisplay: "exceptZero", minimumFractionDigits: 1, maximumFractionDigits: 1 });
export const score = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
