/** @import { Say } from "./texts.js" */

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });

/** @param {string} at */
export const clockTime = (at) => clock.format(new Date(at));

/** @param {string} at @param {Say} say */
export function dayName(at, say) {
  const date = new Date(at).toDateString();
  const now = new Date();
  if (date === now.toDateString()) return say("today");
  now.setDate(now.getDate() - 1);
  return date === now.toDateString() ? say("yesterday") : day.format(new Date(at));
}

/** @param {string} one @param {string} other */
export const sameDay = (one, other) => new Date(one).toDateString() === new Date(other).toDateString();
