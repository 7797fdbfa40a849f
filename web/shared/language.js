import { html } from "lit";
import en from "texts:staff";
import de from "texts:de/staff";
import { speaker } from "./texts.js";
/** @import { Say } from "./texts.js" */
/** @import { Texts } from "./types.js" */

const KEPT = "careline-desk:language";

/** Every language calls itself by its own name. @type {Record<string, {name: string, texts: Texts}>} */
const LANGUAGES = { en: { name: "English", texts: en }, de: { name: "Deutsch", texts: de } };

/** As chosen in this browser, else as the browser speaks, else English. */
export const locale = [localStorage.getItem(KEPT), navigator.language.slice(0, 2)].find((one) => one && one in LANGUAGES) ?? "en";

document.documentElement.lang = locale;

/** The texts that staff share and those of one page; what has no translation is said in English. @param {Record<string, Texts>} page */
export const staffSpeaker = (page) => speaker({ ...en, ...page.en, ...LANGUAGES[locale].texts, ...page[locale] }, locale);

/** Everything on the page is drawn anew, so it is loaded anew; drafts outlive it. @param {Event} event */
function speak({ target }) {
  localStorage.setItem(KEPT, /** @type {HTMLSelectElement} */ (target).value);
  location.reload();
}

/** @param {Say} say */
export const languageChoice = (say) => html`<label>${say("language")}
  <select lang=${locale} @change=${speak}>
    ${Object.entries(LANGUAGES).map(([key, { name }]) => html`<option value=${key} lang=${key} ?selected=${key === locale}>${name}</option>`)}
  </select>
</label>`;
