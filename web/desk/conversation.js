import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { say } from "./say.js";
import { back, blocked, details, down, flask, join, lamp, tag } from "../shared/icons.js";
import { merged } from "./merged.js";
import { packet } from "./packet.js";
import { due, labels, lane, mood, priority, team } from "./row.js";
import { timeline } from "./timeline.js";
import { View } from "./view.js";
import { age, customerName, owner, state } from "./words.js";
/** @import { Verb } from "./api.js" */

/** So close to the top the earlier messages are fetched. */
const NEAR = 160;

/** The middle pane: who it is, what can be done, the packet and the messages. */
export class Conversation extends View {
  static properties = { away: { state: true } };

  constructor() {
    super();
    this.away = false;
    /** @type {string | null} */
    this.shown = null;
    this.top = 0;
    this.fromEnd = 0;
    /** @type {string | undefined} */
    this.first = undefined;
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
    this.#keepPlace();
    if (!this.away) this.#toEnd();
  }

  /** What is put in above must not push away what is being read. */
  #keepPlace() {
    const first = this.desk.opened?.messages[0]?.id;
    if (this.log && this.first && first !== this.first && this.away) this.log.scrollTop = this.log.scrollHeight - this.fromEnd;
    this.first = first;
    this.fromEnd = this.log ? this.log.scrollHeight - this.log.scrollTop : 0;
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
    this.fromEnd = scrollHeight - scrollTop;
    if (this.away && scrollTop < NEAR) this.desk.current.readEarlier();
  }

  #readEarlier() {
    this.away = true;
    this.desk.current.readEarlier();
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
            <span class="tag status ${conversation.status}">${state(conversation)}</span>
            ${due(conversation)}${priority(conversation)}${mood(conversation)}${lane(conversation.lane)}${team(conversation)}${labels(conversation)}
            ${desk.opened.blocked ? html`<span class="tag urgent">${say("is_blocked")}</span>` : nothing}
            <span>${owner(conversation, desk.staff)}</span>
            ${conversation.waiting_since && conversation.status !== "resolved" ? html`<span>${say("waiting", { age: age(conversation.waiting_since) })}</span>` : nothing}
          </p>
        </div>
        <button class="plain" aria-label=${say("labels")} title="${say("labels")} (L)" @click=${() => this.#sheet("labels")}>${tag}</button>
        <button class="plain" aria-label=${say("known")} title="${say("known")} (B)" @click=${() => this.#sheet("known")}>${lamp}</button>
        ${conversation.status === "resolved" ? nothing : html`<button class="plain" aria-label=${say("merge")} title="${say("merge")} (U)" @click=${() => this.#sheet("merge")}>${join}</button>`}
        <button class="plain" aria-label=${say("save_test")} title="${say("save_test")} (Y)" @click=${() => this.#sheet("save-test")}>${flask}</button>
        ${desk.staff?.role === "admin" ? html`<button class="plain" aria-label=${say("block")} title="${say("block")} (Alt+V)" @click=${() => this.#sheet("block")}>${blocked}</button>` : nothing}
        <button class="plain toggle" aria-label=${say("show_customer")} title=${say("show_customer")} @click=${() => this.dispatchEvent(new Event("customer", { bubbles: true }))}>${details}</button>
        ${this.#actions()}
      </div>
      ${merged(desk.opened)}
      ${keyed(conversation.id, packet(desk.opened))}
      <div role="log" aria-label=${say("messages", { name })} tabindex="0" @scroll=${this.#scrolled}>
        ${desk.opened.earlier ? html`<button class="earlier-messages secondary" @click=${() => this.#readEarlier()}>${say("earlier_messages")}</button>` : nothing}
        ${timeline(desk, desk.opened)}
        ${desk.current.customerTypes ? html`<p class="activity"><span>${say("typing", { name })}</span></p>` : nothing}
      </div>
      ${this.away ? html`<button class="jump" aria-label=${say("jump")} @click=${this.#jump}>${down}</button>` : nothing}`;
  }

  /** @param {string} name */
  #sheet(name) {
    this.dispatchEvent(new CustomEvent("sheet", { bubbles: true, detail: name }));
  }

  #actions() {
    const { desk } = this;
    const button = (/** @type {Verb} */ verb, /** @type {string} */ text, main = false) =>
      html`<button class=${main ? "primary" : "secondary"} ?disabled=${desk.busy} @click=${() => desk.move(verb)}>${say(text)}</button>`;
    const ours = desk.can("resolve");
    if (!["claim", "transfer", "unsnooze"].some((verb) => desk.can(/** @type {Verb} */ (verb)))) return nothing;
    const sheet = (/** @type {"snooze" | "transfer"} */ name) => html`<button class="secondary" ?disabled=${desk.busy} @click=${() => this.#sheet(name)}>${say(name)}</button>`;
    return html`<div class="actions">
      ${desk.can("claim") ? button("claim", "claim", true) : nothing}
      ${ours ? [button("return-to-bot", "return_to_bot"), button("release", "release")] : nothing}
      ${desk.can("transfer") ? sheet("transfer") : nothing}
      ${desk.can("unsnooze") ? button("unsnooze", "unsnooze", true) : nothing}
      ${ours ? [sheet("snooze"), button("resolve", "propose", true)] : nothing}
    </div>`;
  }
}
