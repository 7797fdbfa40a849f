import { locale } from "../shared/language.js";
import { say } from "./say.js";
/** @import { Measure } from "./types.js" */

const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
const points = new Intl.NumberFormat(locale, { signDisplay: "exceptZero", maximumFractionDigits: 0 });
const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

export const WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const longDay = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });

/** @param {number} index 0 is Monday */
export const weekday = (index) => longDay.format(Date.UTC(2024, 0, 1 + index));

/** @type {Measure[]} */
export const MEASURES = ["conversations", "csat", "nps", "containment", "confirmed", "first_response", "resolution"];

/** The top and the bottom of a plot; undefined grows with the values. @type {Partial<Record<Measure, [number, number]>>} */
export const RANGES = { csat: [0, 1], nps: [-100, 100], containment: [0, 1], confirmed: [0, 1] };

/** @param {number} seconds */
export function lasting(seconds) {
  if (seconds < 60) return say("seconds", { count: Math.round(seconds) });
  if (seconds < 5400) return say("minutes", { count: Math.round(seconds / 60) });
  return seconds < 48 * 3600 ? say("hours", { count: one.format(seconds / 3600) }) : say("days", { count: one.format(seconds / 86400) });
}

/** A value in its unit; a dash where no conversation counts. @param {Measure} measure @param {number | null} value */
export function shown(measure, value) {
  if (value === null) return "–";
  switch (measure) {
    case "conversations": return count.format(value);
    case "nps": return points.format(value);
    case "first_response":
    case "resolution": return lasting(value);
    default: return percent.format(value);
  }
}

/** A day of the company's calendar, whatever the time zone of this browser. @param {string} iso */
export const dayOf = (iso) => day.format(new Date(`${iso}T00:00:00Z`));

/** @param {string} at */
export const dateTime = (at) => moment.format(new Date(at));

/** @param {string | null} topic */
export const topicName = (topic) => topic?.replaceAll("_", " ") ?? say("no_topic");

/** @param {string | null} lane */
export const laneName = (lane) => (lane ? say(`lane_${lane}`) : say("no_lane"));
