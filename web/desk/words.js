import { locale } from "../shared/language.js";
import { say } from "./say.js";
/** @import { Colleague, Row, Staff } from "../shared/types.js" */

/** How long ago, in the shortest words. @param {string} at */
export function age(at) {
  const minutes = Math.floor((Date.now() - Date.parse(at)) / 60_000);
  return minutes < 1 ? say("just_now") : lasting(minutes);
}

/** @param {number} minutes */
function lasting(minutes) {
  if (minutes < 60) return say("minutes", { count: minutes });
  if (minutes < 48 * 60) return say("hours", { count: Math.floor(minutes / 60) });
  return say("days", { count: Math.floor(minutes / 1440) });
}

/** How long until then, or since. @param {string} at */
export const distance = (at) => lasting(Math.ceil(Math.abs(Date.parse(at) - Date.now()) / 60_000));

const full = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit" });
const dayOnly = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });

/** @param {string} at */
export const dateTime = (at) => full.format(new Date(at));

/** @param {string} at */
export const date = (at) => dayOnly.format(new Date(at));

/** @param {Row} row */
export const customerName = (row) => row.contact?.name || row.visitor_name || `${say("visitor")} ${row.id.slice(0, 4)}`;

/** Whether a colleague is there and what they have. @param {Colleague} colleague */
export const presence = ({ presence, load, capacity }) => say("colleague_load", { presence: say(`presence_${presence}`), load, capacity });

/** Its state, where a merged one is not just solved. @param {{status: string, merged_into?: string|null, resolution?: string|null}} row */
export const state = ({ status, merged_into, resolution }) => say(`status_${merged_into || resolution === "merged" ? "merged" : status}`);

/** Who has it, in words. @param {Row} row @param {Staff | null | undefined} staff */
export function owner(row, staff) {
  if (row.assignee) return row.assignee.id === staff?.id ? say("with_you") : say("with_agent", { name: row.assignee.name });
  return say(row.status === "bot" || row.status === "confirming" ? "with_bot" : "with_nobody");
}

/** A key such as `refund_status` or a reason that has no sentence of its own, as words. @param {string} key */
export const plain = (key) => key.replace(/^(support|service|success|chat)_/, "").replaceAll(/[_-]/g, " ");

/** The sentence for a key, or the key as words. @param {string} prefix @param {string | null | undefined} key */
export function named(prefix, key) {
  if (!key) return "";
  const text = say(prefix + key);
  return text === prefix + key ? plain(key) : text;
}
