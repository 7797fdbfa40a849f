import { html } from "lit";
import { funnel } from "../shared/icons.js";
import { say } from "./say.js";
/** @import { Desk } from "./desk.js" */

const LANES = ["support", "service", "success"];
const MOODS = ["angry", "annoyed", "worried", "calm", "pleased"];
const PRIORITIES = ["urgent", "high", "medium", "low"];
const STATUSES = ["queued", "assigned", "confirming", "snoozed", "resolved", "bot"];

/** What narrows the list. A tab that is about one status has no choice of them. @param {Desk} desk */
export function filters({ inbox, crew, labels }) {
  const choice = (/** @type {keyof typeof inbox.filters} */ name, /** @type {[string, string][]} */ options) => html`<label>${say(`filter_${name}`)}
    <select name=${name} @change=${(/** @type {Event} */ event) => inbox.filter({ [name]: /** @type {HTMLSelectElement} */ (event.target).value })}>
      ${[["", say("filter_any")], ...options].map(([value, text]) => html`<option value=${value} ?selected=${inbox.filters[name] === value}>${text}</option>`)}
    </select></label>`;
  const words = (/** @type {string[]} */ keys, /** @type {string} */ prefix) => keys.map((key) => /** @type {[string, string]} */ ([key, say(prefix + key)]));
  const oneStatus = inbox.tab === "unassigned" || inbox.tab === "bot";
  return html`<details class="filters">
    <summary>${funnel}${inbox.narrowed ? say("filters_set", { count: inbox.narrowed }) : say("filters")}</summary>
    <div>
      ${oneStatus ? "" : choice("status", words(inbox.tab === "mine" ? STATUSES.slice(1, 5) : STATUSES, "status_"))}
      ${choice("lane", words(LANES, "lane_"))}
      ${choice("mood", words(MOODS, "mood_"))}
      ${choice("priority", words(PRIORITIES, "priority_"))}
      ${choice("team", [["none", say("no_team")], ...crew.teams.map(({ id, name }) => /** @type {[string, string]} */ ([id, name]))])}
      ${choice("promise", words(["open", "overdue"], "promises_"))}
      ${labels.length ? choice("label", labels.map((label) => [label, label])) : ""}
      <button class="secondary" ?disabled=${!inbox.narrowed} @click=${() => inbox.widen()}>${say("filters_clear")}</button>
    </div>
  </details>`;
}
