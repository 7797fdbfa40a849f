import { html, nothing } from "lit";
import { page } from "../shared/icons.js";
import { say } from "./say.js";
/** @import { Desk } from "./desk.js" */

/** What the bot would answer, a key each. @param {Desk} desk @param {(index: number) => void} use */
export function suggested({ opened }, use) {
  const suggestions = opened?.suggestions ?? [];
  if (!suggestions.length || opened?.conversation.status === "bot") return nothing;
  return html`<ul class="suggestions" aria-label=${say("suggestions")}>
    ${suggestions.map(({ title, text }, index) => html`<li><button type="button" title=${text} @click=${() => use(index)}>${page}<span>${title}</span> <kbd>Alt+${index + 1}</kbd></button></li>`)}
  </ul>`;
}
