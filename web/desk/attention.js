import { html, nothing } from "lit";
import { at, warn } from "../shared/icons.js";
import { say } from "./say.js";
/** @import { Desk } from "./desk.js" */

/** What nobody should forget, with how much of it there is: notes that call me, promises that are late. @param {Desk} desk */
export function attention({ inbox }) {
  const { counts, filters } = inbox;
  const button = (/** @type {"mentioned" | "promise"} */ name, /** @type {string} */ value, /** @type {unknown} */ icon, /** @type {string} */ text, /** @type {number} */ count) =>
    html`<button class=${count ? "waits" : ""} aria-pressed=${filters[name] === value} title=${say(`${text}_lead`)} @click=${() => inbox.only(name, value)}>
      ${icon}${say(text)}${count ? html` <b>${count}</b>` : nothing}
    </button>`;
  return html`<div class="attention" role="group" aria-label=${say("attention")}>
    ${button("mentioned", "me", at, "mentions", counts.mentions)}
    ${button("promise", "overdue", warn, "late_promises", counts.promises_overdue)}
  </div>`;
}
