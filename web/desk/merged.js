import { html, nothing } from "lit";
import { join } from "../shared/icons.js";
import { say } from "./say.js";
import { date } from "./words.js";
/** @import { Opened } from "../shared/types.js" */

/** Where this conversation goes on, or which ones go on here, each with a link to all of it. @param {Opened} opened */
export function merged({ conversation, merged }) {
  if (conversation.merged_into) return html`<p class="joined">${join}<span>${say("merged_away")}</span> <a class="secondary" href="#c=${conversation.merged_into}">${say("merged_open")}</a></p>`;
  if (!merged.length) return nothing;
  return html`<p class="joined">${join}<span>${say("merged_here", { count: merged.length })}</span>
    ${merged.map(({ id, created_at }) => html`<a href="#c=${id}">${say("merged_one", { date: date(created_at) })}</a>`)}</p>`;
}
