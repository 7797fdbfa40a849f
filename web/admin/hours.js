import { html } from "lit";
import { cross } from "../shared/icons.js";
import { locale } from "../shared/language.js";
import { periods, read, write } from "./periods.js";
import { RuleForm } from "./rule-form.js";
import { say } from "./say.js";
import { WEEK, weekday } from "./words.js";
/** @import { Period, SpecialDay, Timetable } from "./types.js" */

/** When people are there: the week, the days that differ, and on whose clock. @extends {RuleForm<Timetable>} */
export class Hours extends RuleForm {
  constructor() {
    super();
    this.name = "hours";
  }

  /** @param {any} fields @returns {Timetable} */
  toDraft({ time_zone, hours, holidays }) {
    return {
      time_zone,
      week: Object.fromEntries(WEEK.map((day) => [day, read(hours[day])])),
      days: holidays.map((/** @type {any} */ { hours: written, ...day }) => ({ ...day, periods: read(written) })),
    };
  }

  /** @param {Timetable} draft */
  toFields({ time_zone, week, days }) {
    return {
      time_zone: time_zone.trim(),
      hours: Object.fromEntries(WEEK.map((day) => [day, write(week[day])])),
      holidays: days.map(({ periods: own, ...day }) => ({ ...day, hours: write(own) })),
    };
  }

  /** @param {Timetable} draft */
  #zone({ time_zone }) {
    return html`<div class="field">
      <label for="time-zone">${say("time_zone")}</label>
      <span class="line"><input id="time-zone" list="zones" autocomplete="off" spellcheck="false" .value=${time_zone} aria-invalid=${this.isWrong("time_zone")} aria-describedby="zone-now problem-time_zone"
        @input=${(/** @type {Event} */ event) => this.change({ time_zone: /** @type {HTMLInputElement} */ (event.target).value })}></span>
      <datalist id="zones">${Intl.supportedValuesOf("timeZone").map((zone) => html`<option value=${zone}></option>`)}</datalist>
      <span class="quiet" id="zone-now">${clockIn(time_zone)}</span>
      ${this.wrong("time_zone")}
    </div>`;
  }

  /** @param {Timetable} draft @param {string} day @param {number} index */
  #weekday({ week }, day, index) {
    const label = weekday(index);
    const field = `hours.${day}`;
    const change = (/** @type {Period[]} */ own) => this.change({ week: { ...week, [day]: own } });
    return html`<div class="day"><b>${label}</b>
      <div>${periods({ label, periods: week[day], wrong: this.isWrong(field), problem: `problem-${field}`, change })}${this.wrong(field)}</div></div>`;
  }

  /** @param {Timetable} draft @param {SpecialDay} day @param {number} index */
  #special({ days }, day, index) {
    const field = `holidays[${index}]`;
    const label = day.name || say("special_day");
    /** @param {Partial<SpecialDay>} some */
    const set = (some) => this.change({ days: days.map((one, place) => (place === index ? { ...one, ...some } : one)) });
    const value = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value;
    return html`<li class="special">
      <label>${say("date")}<input type="date" .value=${day.date} aria-invalid=${this.isWrong(`${field}.date`)} aria-describedby="problem-${field}.date" @change=${(/** @type {Event} */ event) => set({ date: value(event) })}>${this.wrong(`${field}.date`)}</label>
      <label>${say("name")}<input maxlength="80" autocomplete="off" dir="auto" .value=${day.name} aria-invalid=${this.isWrong(`${field}.name`)} aria-describedby="problem-${field}.name" @input=${(/** @type {Event} */ event) => set({ name: value(event) })}>${this.wrong(`${field}.name`)}</label>
      <label class="check"><input type="checkbox" .checked=${day.yearly} @change=${(/** @type {Event} */ event) => set({ yearly: /** @type {HTMLInputElement} */ (event.target).checked })}>${say("every_year")}</label>
      <div>${periods({ label, periods: day.periods, wrong: this.isWrong(`${field}.hours`), problem: `problem-${field}.hours`, change: (own) => set({ periods: own }) })}${this.wrong(`${field}.hours`)}</div>
      <button type="button" class="plain" aria-label=${say("remove_day", { name: label })} @click=${() => this.change({ days: days.filter((_, place) => place !== index) })}>${cross}</button>
    </li>`;
  }

  /** @param {Timetable} draft */
  async #addDay({ days }) {
    this.change({ days: [...days, { date: "", name: "", yearly: false, periods: [] }] });
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(".special:last-child input"))?.focus();
  }

  render() {
    const { draft } = this;
    const fields = draft
      ? html`${this.#zone(draft)}
        <div class="week" role="group" aria-label=${say("week")}>${WEEK.map((day, index) => this.#weekday(draft, day, index))}</div>
        <h3 id="special-days">${say("special_days")}</h3>
        <p class="quiet">${say("special_days_lead")}</p>
        <ul class="specials" aria-labelledby="special-days">${draft.days.map((day, index) => this.#special(draft, day, index))}</ul>
        ${this.wrong("holidays")}
        <p><button type="button" class="secondary" @click=${() => this.#addDay(draft)}>${say("add_day")}</button></p>`
      : html``;
    return html`<div class="column">${this.form(say("section_hours"), fields, say("hours_lead"))}</div>`;
  }
}

/** What time it is there; nothing for what is no time zone. @param {string} zone */
function clockIn(zone) {
  try {
    return say("clock_in", { time: new Intl.DateTimeFormat(locale, { timeStyle: "short", dateStyle: "full", timeZone: zone.trim() }).format() });
  } catch {
    return "";
  }
}
