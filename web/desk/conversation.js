import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { say } from "./desk.js";
import { back, details, down } from "./icons.js";
import { packet } from "./packet.js";
import { lane, priority } from "./row.js";
import { timeline } from "./timeline.js";
import { View } from "./view.js";
import { age, customerName, owner } from "./words.js";
/** @import { Row } from "../shared/types.js" */

/** The middle pane: who it is, what can be done, the packet and the messages. */
export class Conversation extends View {
  static properties = { away: { state: true } };

  constructor() {
    super();
    this.away = false;
    /** @type {string | null} */
    this.shown = null;
    this.top = 0;
    this.sized = new ResizeObserver(() => this.away || this.#toEnd());
  }

  get log() {
    return /** @type {HTMLElement | null} */ (this.querySelector("[role=log]"));
  }

  updated() {
    const { openId, opened } = this.desk;
    if (!opened || !this.log) return;
    if (this.shown !== openId) {
      this.shown = openId;
      this.away = false;
      this.sized.disconnect();
      this.sized.observe(this.log); // the packet and the composer change its height after it was drawn
    }
    if (!this.away) this.#toEnd();
  }

  #toEnd() {
    this.log?.scrollTo({ top: this.log.scrollHeight });
  }

  /** Only scrolling up means reading: a log that grows or shrinks is not the agent's doing. */
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = /** @type {HTMLElement} */ (this.log);
    const far = scrollHeight - scrollTop - clientHeight > 120;
    if (!far) this.away = false;
    else if (scrollTop < this.top) this.away = true;
    this.top = scrollTop;
  }

  #jump() {
    this.away = false;
    this.log?.focus();
  }

  render() {
    const { desk } = this;
    if (!desk.openId) return html`<div class="nothing"><h2>${say("pick_title")}</h2><p>${say("pick")}</p></div>`;
    if (!desk.opened) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const { conversation } = desk.opened;
    const name = customerName(conversation);
    return html`
      <div class="head">
        <button class="plain back" aria-label=${say("back")} @click=${() => desk.open(null)}>${back}</button>
        <div class="title">
          <h2 dir="auto">${name}</h2>
          <p class="tags">
            <span class="tag status ${conversation.status}">${say(`status_${conversation.status}`)}</span>
            ${priority(conversation)}${lane(conversation.lane)}
            <span>${owner(conversation, desk.staff)}</span>
            ${conversation.waiting_since && conversation.status !== "resolved" ? html`<span>${say("waiting", { age: age(conversation.waiting_since) })}</span>` : nothing}
          </p>
        </div>
        <button class="plain toggle" aria-label=${say("show_customer")} title=${say("show_customer")} @click=${() => this.dispatchEvent(new Event("customer", { bubbles: true }))}>${details}</button>
        ${this.#actions(conversation)}
      </div>
      ${keyed(conversation.id, packet(desk.opened))}
      <div role="log" aria-label=${say("messages", { name })} tabindex="0" @scroll=${this.#scrolled}>
        ${timeline(desk, desk.opened)}
        ${desk.customerTypes ? html`<p class="activity"><span>${say("typing", { name })}</span></p>` : nothing}
      </div>
      ${this.away ? html`<button class="jump" aria-label=${say("jump")} @click=${this.#jump}>${down}</button>` : nothing}`;
  }

  /** @param {Row} conversation */
  #actions({ status }) {
    const { desk } = this;
    const button = (/** @type {"claim" | "release" | "resolve" | "return-to-bot"} */ verb, /** @type {string} */ text, main = false) =>
      html`<button class=${main ? "primary" : "secondary"} ?disabled=${desk.busy} @click=${() => desk.move(verb)}>${say(text)}</button>`;
    const free = (status === "queued" || status === "bot" || status === "confirming") && !desk.opened?.conversation.assignee;
    const ours = desk.mine && (status === "assigned" || status === "snoozed");
    if (!free && !ours) return nothing;
    return html`<div class="actions">
      ${free ? button("claim", "claim", true) : nothing}
      ${ours ? [button("return-to-bot", "return_to_bot"), button("release", "release"), button("resolve", "propose", true)] : nothing}
    </div>`;
  }
}
