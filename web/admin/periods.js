import { html } from "lit";
import { cross } from "../shared/icons.js";
import { say } from "./say.js";
/** @import { Period } from "./types.js" */

/**
 * The periods of one day, to change; none is a day off.
 *
 * @param {{label: string, periods: Period[], wrong: boolean, problem: string, change: (periods: Period[]) => void}} day
 */
export function periods({ label, periods, wrong, problem, change }) {
  /** @param {number} index @param {Partial<Period>} some */
  const set = (index, some) => change(periods.map((one, place) => (place === index ? { ...one, ...some } : one)));
  /** @param {number} index @param {"opens" | "closes"} end */
  const time = (index, end) => html`<input type="time" .value=${periods[index][end]} aria-label="${label}, ${say(end)}" aria-invalid=${wrong} aria-describedby=${problem}
    @change=${(/** @type {Event} */ event) => set(index, { [end]: /** @type {HTMLInputElement} */ (event.target).value })}>`;
  return html`<span class="periods">
    ${periods.length ? "" : html`<span class="quiet">${say("closed")}</span>`}
    ${periods.map((_, index) => html`<span class="period">${time(index, "opens")}–${time(index, "closes")}
      <button type="button" class="plain" aria-label=${say("remove_period", { name: label })} @click=${() => change(periods.filter((__, place) => place !== index))}>${cross}</button></span>`)}
    <button type="button" class="secondary" aria-label=${say("add_period_to", { name: label })} @click=${() => change([...periods, following(periods)])}>${say("add_period")}</button>
  </span>`;
}

/** A likely next one. @param {Period[]} periods */
function following(periods) {
  const last = periods.at(-1)?.closes;
  return last && last < "20:00" ? { opens: `${String(Number(last.slice(0, 2)) + 1).padStart(2, "0")}:00`, closes: "20:00" } : { opens: "09:00", closes: "17:00" };
}

/** @param {string[]} written */
export const read = (written) => written.map((one) => ({ opens: one.slice(0, 5), closes: one.slice(6) }));

/** @param {Period[]} periods */
export const write = (periods) => periods.map(({ opens, closes }) => `${opens}-${closes}`);
