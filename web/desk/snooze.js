import { html } from "lit";
import { say } from "./say.js";
import { Sheet } from "./sheet.js";
import { dateTime } from "./words.js";

const MORNING = 9;

/** When the usual choices end. @param {Date} now @returns {[string, Date][]} */
export function usualTimes(now) {
  const hour = new Date(now.getTime() + 3_600_000);
  const morning = (/** @type {number} */ days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
  /** @type {[string, Date][]} */
  const times = [
    ["snooze_hour", hour],
    ["snooze_tomorrow", morning(1)],
    ["snooze_week", morning((8 - now.getDay()) % 7 || 7)],
  ];
  return now.getDay() === 0 ? times.slice(0, 2) : times; // on a Sunday next week is tomorrow
}

/** Puts the conversation off the table until a time, or until the customer writes. */
export class Snooze extends Sheet {
  get heading() {
    return say("snooze");
  }

  /** @param {Date | null} until */
  #choose(until) {
    this.hide();
    this.desk.move("snooze", { until: until && until.toISOString() });
  }

  /** @param {SubmitEvent} event */
  #own(event) {
    event.preventDefault();
    const value = new FormData(/** @type {HTMLFormElement} */ (event.target)).get("until");
    if (value) this.#choose(new Date(String(value)));
  }

  body() {
    const now = new Date();
    const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    return html`<p class="quiet">${say("snooze_lead")}</p>
      <ul class="choices">
        ${usualTimes(now).map(([text, until], index) => html`<li><button class="secondary" ?autofocus=${!index} @click=${() => this.#choose(until)}>${say(text)} <span class="quiet">${dateTime(until.toISOString())}</span></button></li>`)}
        <li><button class="secondary" @click=${() => this.#choose(null)}>${say("snooze_reply")}</button></li>
      </ul>
      <form class="line" @submit=${this.#own}>
        <label>${say("snooze_own")}<input type="datetime-local" name="until" min=${local} required></label>
        <button class="primary">${say("snooze")}</button>
      </form>`;
  }
}
