/** @import { Say } from "./texts.js" */

/** @param {string} at @param {string} [locale] the browser's own without one */
export const clockTime = (at, locale) => new Date(at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });

/** @param {string} at @param {Say} say @param {string} [locale] */
export function dayName(at, say, locale) {
  const date = new Date(at).toDateString();
  const now = new Date();
  if (date === now.toDateString()) return say("today");
  now.setDate(now.getDate() - 1);
  return date === now.toDateString() ? say("yesterday") : new Date(at).toLocaleDateString(locale, { weekday: "short", day: "numeric", month: "short" });
}

/** @param {string} one @param {string} other */
export const sameDay = (one, other) => new Date(one).toDateString() === new Date(other).toDateString();
