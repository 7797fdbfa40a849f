import { html, nothing } from "lit";
import { say } from "./desk.js";
import { bot, clock, person } from "./icons.js";
import { age, customerName, named, owner } from "./words.js";
/** @import { Desk } from "./desk.js" */
/** @import { Row } from "../shared/types.js" */

/** One conversation in the list. @param {Desk} desk @param {Row} row */
export function row(desk, row) {
  const waits = row.waiting_since && row.status !== "resolved" && row.status !== "bot";
  return html`<a class="row" href="#c=${row.id}" aria-current=${row.id === desk.openId ? "true" : "false"}>
    <span class="top">
      <strong dir="auto">${customerName(row)}</strong>
      ${waits
        ? html`<span class="age">${clock}${say("waiting", { age: age(/** @type {string} */ (row.waiting_since)) })}</span>`
        : html`<span class="age quiet">${age(row.updated_at)}</span>`}
    </span>
    <span class="last" dir="auto">${lastLine(row)}</span>
    <span class="tags">
      ${priority(row)}${lane(row.lane)}
      <span class="who">${row.assignee || row.status === "queued" ? person : bot}${owner(row, desk.staff)}</span>
      ${row.unread ? html`<b class="unread"><span aria-hidden="true">${row.unread}</span><span class="hidden">${say("unread", { count: row.unread })}</span></b>` : nothing}
    </span>
  </a>`;
}

/** @param {Row} row */
function lastLine({ last_message }) {
  if (!last_message) return say("no_message");
  const { author, text } = last_message;
  if (author === "bot") return say("bot_wrote", { text });
  return text;
}

/** Priority as a word with a colour; low ones need no mark. @param {Row} row */
export function priority({ priority }) {
  if (!priority || priority === "low") return nothing;
  return html`<span class="tag ${priority}"><span class="hidden">${say("priority", { name: "" })}</span>${say(`priority_${priority}`)}</span>`;
}

/** @param {string | null} lane */
export const lane = (lane) => (lane ? html`<span class="tag lane ${lane}">${named("lane_", lane)}</span>` : nothing);
