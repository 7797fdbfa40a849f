import { html, nothing } from "lit";
import { say } from "./say.js";
import { LANES } from "./words.js";
/** @import { IntentHealth } from "./types.js" */

const DAY = 86_400_000;
const AGES = { day: DAY, week: 7 * DAY, month: 30 * DAY };

/** From when on; the days are whole, so that the same choice asks for the same. @param {string} age */
const since = (age) => (age in AGES ? new Date(Math.floor(Date.now() / DAY) * DAY - AGES[/** @type {keyof typeof AGES} */ (age)] + DAY).toISOString() : "");

/**
 * What narrows the inbox.
 *
 * @param {Record<string, string>} wanted @param {Record<string, number>} counts by reason
 * @param {IntentHealth[]} intents @param {(change: Record<string, string>) => void} narrow
 */
export function filters(wanted, counts, intents, narrow) {
  const choose = (/** @type {string} */ key, /** @type {unknown} */ options) => html`<label><span class="hidden">${say(`filter_${key}`)}</span>
    <select @change=${(/** @type {Event} */ event) => narrow({ [key]: value(event) })}><option value="">${say(`filter_${key}`)}</option>${options}</select></label>`;
  const chosen = (/** @type {string} */ key, /** @type {string} */ one, /** @type {string} */ text) => html`<option value=${one} ?selected=${wanted[key] === one}>${text}</option>`;
  const known = Object.keys(counts).sort((one, other) => counts[other] - counts[one]);
  return html`<div class="filters">
    ${choose("reason", known.map((one) => chosen("reason", one, `${say(`doubt_${one}`)} (${counts[one]})`)))}
    ${choose("lane", LANES.map((one) => chosen("lane", one, say(`lane_${one}`))))}
    ${choose("intent", intents.map(({ name }) => chosen("intent", name, name)))}
    <label><span class="hidden">${say("filter_since")}</span>
      <select @change=${(/** @type {Event} */ event) => narrow({ since: since(value(event)) })}><option value="">${say("filter_since")}</option>${Object.keys(AGES).map((age) => html`<option value=${age}>${say(`since_${age}`)}</option>`)}</select></label>
    ${Object.values(wanted).some(Boolean) ? html`<button class="plain-text" @click=${() => narrow({ lane: "", reason: "", intent: "", since: "" })}>${say("filters_clear")}</button>` : nothing}
  </div>`;
}

/** @param {Event} event */
const value = (event) => /** @type {HTMLSelectElement} */ (event.target).value;
