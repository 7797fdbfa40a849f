import { html, nothing } from "./draw.js";
import { Element } from "./element.js";
import { clock } from "./icons.js";
/** @import { Queue } from "../shared/types.js" */
/** @import { Say } from "../shared/texts.js" */

/** @param {Pick<Queue, "wait_low_s" | "wait_high_s">} queue @param {Say} say */
function waitInWords({ wait_low_s, wait_high_s }, say) {
  if (wait_high_s == null) return "";
  const low = Math.floor((wait_low_s ?? 0) / 60);
  const high = Math.ceil(wait_high_s / 60);
  if (high > 60) return say("waiting_long");
  if (wait_high_s < 60) return say("waiting_under_a_minute");
  if (low < 1 || low === high) return say("waiting_up_to", { count: high });
  return say("waiting_between", { low, high });
}

/** The card that says where in the queue the customer stands, and what they can do instead of waiting. */
export class Waiting extends Element {
  constructor() {
    super();
    this.asking = false;
    this.failed = false;
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const email = this.find("input");
    this.failed = !(await this.chat.askForMail(/** @type {HTMLInputElement} */ (email).value));
    this.asking = this.failed;
    this.redraw();
  }

  async #ask() {
    this.asking = true;
    await this.redraw();
    this.find("input")?.focus();
  }

  draw() {
    const { say, settings: { mail }, conversation: { status, queue } } = this.chat;
    if (status !== "queued") return nothing;
    const kind = queue?.opens_at ? "closed_" : queue?.staffed === false ? "nobody_" : "";
    const back = this.chat.wayBack;
    return html`<div class="waiting">
      ${clock}
      <div>
        <div role="status"><strong>${say(`waiting_${kind}title`)}</strong>${queue ? html`<p>${this.#when(queue)}</p>` : nothing}</div>
        <p class="quiet">${say("waiting_stay")}</p>
        ${this.asking ? html`<form @submit=${this.#submit}>
          <input type="email" required maxlength="200" autocomplete="email" placeholder=${say("waiting_email")} aria-label=${say("waiting_email")}>
          <button class="choice">${say("waiting_email_send")}</button>
        </form>${this.failed ? html`<p class="over" role="alert">${say("waiting_email_failed")}</p>` : nothing}` : html`<p class="choices">
          ${mail ? html`<button class="choice" @click=${this.#ask}>${say("waiting_mail")}</button>` : nothing}
          ${back ? html`<button class="choice" @click=${back}>${say("waiting_bot")}</button>` : nothing}
        </p>`}
      </div>
    </div>`;
  }

  /** @param {Queue} queue */
  #when({ position, opens_at, staffed, ...wait }) {
    const { say } = this.chat;
    if (opens_at) return say("waiting_closed", { opens: this.chat.house.time(opens_at) });
    if (staffed === false) return say("waiting_nobody");
    const before = position - 1;
    return `${before < 1 ? say("waiting_next") : say("waiting_position", { count: before })} ${waitInWords(wait, say)}`;
  }
}
