/** @import { Texts } from "./types.js" */

/**
 * A function that looks up a text, chooses its plural form by `count` and fills in {names}.
 * A key that is missing shows as itself: ugly, but nothing breaks.
 *
 * @param {Texts} texts
 * @param {string} [locale]
 */
export function speaker(texts, locale = "en") {
  const plural = new Intl.PluralRules(locale);
  /** @type {(key: string, values?: Record<string, string | number>) => string} */
  return (key, values = {}) => {
    let text = texts[key];
    if (text && typeof text === "object" && !Array.isArray(text)) {
      text = (plural.select(Number(values.count)) === "one" && text.one) || text.other;
    }
    if (typeof text !== "string") return key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
}

/** @typedef {ReturnType<typeof speaker>} Say */
