import { say } from "./desk.js";
/** @import { Row, Staff } from "../shared/types.js" */

/** How long ago, in the shortest words. @param {string} at */
export function age(at) {
  const minutes = Math.floor((Date.now() - Date.parse(at)) / 60_000);
  if (minutes < 1) return say("just_now");
  if (minutes < 60) return say("minutes", { count: minutes });
  if (minutes < 48 * 60) return say("hours", { count: Math.floor(minutes / 60) });
  return say("days", { count: Math.floor(minutes / 1440) });
}

const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** @param {string} at */
export const dateTime = (at) => full.format(new Date(at));

/** @param {string} at */
export const date = (at) => dayOnly.format(new Date(at));

/** @param {Row} row */
export const customerName = (row) => row.contact?.name || row.visitor_name || `${say("visitor")} ${row.id.slice(0, 4)}`;

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
