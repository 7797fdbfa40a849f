import { html } from "lit";
import { cross } from "./icons.js";
/** @import { Say } from "./texts.js" */

/** The keys as they are shown, and the text that explains them. @typedef {{keys: string[], text: string}} Shortcut */

/** The keyboard shortcuts, in a dialog. @param {Say} say @param {Shortcut[]} shortcuts @param {boolean} letters @param {(letters: boolean) => void} changed */
export function help(say, shortcuts, letters, changed) {
  return html`<dialog class="help" aria-labelledby="help-title">
    <form method="dialog"><h2 id="help-title">${say("help")}</h2><button class="plain" aria-label=${say("close")}>${cross}</button></form>
    <dl>${shortcuts.map(({ keys, text }) => html`<div><dt>${keys.map((key, index) => html`${index ? html` <span>${say("key_or")}</span> ` : ""}<kbd>${key}</kbd>`)}</dt><dd>${say(text)}</dd></div>`)}</dl>
    <label><input type="checkbox" .checked=${letters} @change=${(/** @type {Event} */ event) => changed(/** @type {HTMLInputElement} */ (event.target).checked)}>${say("letters")}</label>
  </dialog>`;
}
