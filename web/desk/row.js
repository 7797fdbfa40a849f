import { html, nothing } from "lit";
import { promised } from "./promise.js";
import { say } from "./say.js";
import { at, bot, clock, group, join, moon, person, tag, warn } from "../shared/icons.js";
import { age, customerName, dateTime, distance, named, owner } from "./words.js";
/** @import { Desk } from "./desk.js" */
/** @import { Row } from "../shared/types.js" */

/** One conversation in the list. @param {Desk} desk @param {Row} row */
export function row(desk, row) {
  const waits = row.waiting_since && row.status !== "resolved" && row.status !== "bot";
  return html`<a class="row" href="#c=${row.id}" aria-current=${row.id === desk.openId ? "true" : "false"}>
    <span class="top">
      <strong dir="auto">${customerName(row)}</strong>${mood(row)}
      ${waits
        ? html`<span class="age">${clock}${say("waiting", { age: age(/** @type {string} */ (row.waiting_since)) })}</span>`
        : html`<span class="age quiet">${age(row.updated_at)}</span>`}
    </span>
    <span class="line2">
      <span class="last" dir="auto">${lastLine(row)}</span>
      ${row.unread ? html`<b class="unread"><span aria-hidden="true">${row.unread}</span><span class="hidden">${say("unread", { count: row.unread })}</span></b>` : nothing}
    </span>
    <span class="tags">
      ${row.merged_into ? html`<span class="tag">${join}${say("status_merged")}</span>` : nothing}${row.mentioned ? html`<span class="tag called">${at}${say("mentioned")}</span>` : nothing}${due(row)}${row.promise ? promised(row.promise) : nothing}${priority(row)}${lane(row.lane)}${team(row)}${labels(row)}
      <span class="who">${row.assignee || row.status === "queued" ? person : bot}${owner(row, desk.staff)}</span>
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

/** What is left of the time for an answer; overdue is a word and an icon, not only a colour. @param {Row} row */
export function due({ clocks, status, snoozed_until }) {
  if (status === "snoozed") return html`<span class="tag">${moon}${snoozed_until ? say("snoozed_until", { time: dateTime(snoozed_until) }) : say("snoozed_reply")}</span>`;
  if (!clocks.answer_due_at || status === "resolved") return nothing;
  const time = distance(clocks.answer_due_at);
  if (clocks.overdue || Date.parse(clocks.answer_due_at) < Date.now()) return html`<span class="tag overdue">${warn}${say("overdue", { time })}</span>`;
  return html`<span class="tag due" title=${dateTime(clocks.answer_due_at)}>${clock}${say("due", { time })}</span>`;
}

/** How the customer feels, if that matters, in a word. @param {Row} row */
export const mood = ({ mood }) => (mood && mood !== "calm" ? html`<span class="tag mood ${mood}"><span class="hidden">${say("packet_mood")}: </span>${named("mood_", mood)}</span>` : nothing);

/** @param {Row} row */
export const labels = (row) => row.labels.map((label) => html`<span class="tag label">${tag}<span dir="auto">${label}</span></span>`);

/** @param {Row} row */
export const team = ({ team }) => (team ? html`<span class="tag team">${group}${team.name}</span>` : nothing);

/** @param {string | null} lane */
export const lane = (lane) => (lane ? html`<span class="tag lane ${lane}">${named("lane_", lane)}</span>` : nothing);
