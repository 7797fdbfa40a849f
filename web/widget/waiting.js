import { html, nothing } from "lit/html.js";
import { clock } from "./icons.js";
/** @import { Chat } from "./chat.js" */
/** @import { Queue } from "../shared/types.js" */
/** @import { Say } from "../shared/texts.js" */

/** @param {Queue} queue @param {Say} say */
export function waitInWords({ wait_low_s, wait_high_s }, say) {
  if (wait_high_s == null) return "";
  const low = Math.floor((wait_low_s ?? 0) / 60);
  const high = Math.ceil(wait_high_s / 60);
  if (high > 60) return say("waiting_long");
  if (wait_high_s < 60) return say("waiting_under_a_minute");
  if (low < 1 || low === high) return say("waiting_up_to", { count: high });
  return say("waiting_between", { low, high });
}

/** The card that says where in the queue the customer stands. @param {Chat} chat */
export function waitingCard({ conversation: { status, queue }, say }) {
  if (status !== "queued") return nothing;
  const before = (queue?.position ?? 0) - 1;
  const place = before < 1 ? say("waiting_next") : say("waiting_position", { count: before });
  return html`<div class="waiting" role="status">
    ${clock}
    <div>
      <strong>${say(queue?.opens ? "waiting_closed_title" : "waiting_title")}</strong>
      ${queue ? html`<p>${queue.opens ? say("waiting_closed", { opens: queue.opens }) : `${place} ${waitInWords(queue, say)}`}</p>` : nothing}
      <p class="quiet">${say("waiting_stay")}</p>
    </div>
  </div>`;
}
