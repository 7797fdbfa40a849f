import en from "texts:desk";
import de from "texts:de/desk";
import { speaker } from "../shared/texts.js";
/** @import { Texts } from "../shared/types.js" */

const KEPT = "careline-desk:language";

/** Every language calls itself by its own name. @type {Record<string, {name: string, texts: Texts}>} */
export const LANGUAGES = { en: { name: "English", texts: en }, de: { name: "Deutsch", texts: de } };

/** As chosen in this browser, else as the browser speaks, else English. */
export const locale = [localStorage.getItem(KEPT), navigator.language.slice(0, 2)].find((one) => one && one in LANGUAGES) ?? "en";

document.documentElement.lang = locale;

export const say = speaker({ ...en, ...LANGUAGES[locale].texts }, locale);

/** Everything on the page is drawn anew, so it is loaded anew; drafts outlive it. @param {string} language */
export function speak(language) {
  localStorage.setItem(KEPT, language);
  location.reload();
}
