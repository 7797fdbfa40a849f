import { html, nothing } from "lit";
import { say } from "./say.js";
import { cross, person, tick } from "../shared/icons.js";
import { promises } from "./promise.js";
import { View } from "./view.js";
import { customerName, date, plain, state } from "./words.js";
/** @import { Contact, Earlier, Opened, Order } from "../shared/types.js" */

/** The right pane: who the customer is, what they ordered, what was before. */
export class Customer extends View {
  render() {
    const { opened } = this.desk;
    if (!opened) return nothing;
    const { contact } = opened.conversation;
    const { orders, earlier } = opened.packet;
    return html`
      <div class="name">
        <span class="face" aria-hidden="true">${person}</span>
        <h2 dir="auto">${contact?.name ?? customerName(opened.conversation)}</h2>
        <button class="plain close" aria-label=${say("hide_customer")} @click=${() => this.dispatchEvent(new Event("customer", { bubbles: true }))}>${cross}</button>
      </div>
      <section aria-label=${say("identity")}>
        <h3>${say("identity")}</h3>
        ${contact ? this.#identity(contact) : html`<p class="quiet">${say("anonymous_lead")}</p>`}
        ${this.#said()}
      </section>
      ${promises(this.desk, this)}
      <section aria-label=${say("orders")}>
        <h3>${say("orders")}</h3>
        ${orders.length ? html`<ul class="orders">${orders.map(order)}</ul>` : html`<p class="quiet">${say("no_orders")}</p>`}
      </section>
      <desk-ledger .desk=${this.desk}></desk-ledger>
      <section aria-label=${say("earlier")}>
        <h3>${say("earlier")}</h3>
        ${earlier.length ? html`<ul class="earlier">${earlier.map(past)}</ul>` : html`<p class="quiet">${say("no_earlier")}</p>`}
      </section>`;
  }

  /** @param {Contact} contact */
  #identity({ email, postcode, since }) {
    const line = (/** @type {string} */ key, /** @type {unknown} */ value) => (value ? html`<div><dt>${say(key)}</dt><dd dir="auto">${value}</dd></div>` : nothing);
    return html`<p class="verified">${tick}${say("verified")}</p>
      <dl>${line("email", email)}${line("postcode", postcode)}${line("customer_since", date(since))}</dl>`;
  }

  /** What the shop's page or the customer says: a claim, but for a signed id. */
  #said() {
    const { profile } = /** @type {Opened} */ (this.desk.opened);
    if (!profile) return nothing;
    const { external_id, verified, name, email, topic, attributes } = profile;
    const lines = Object.entries({ [say("profile_id")]: external_id, [say("profile_name")]: name, [say("email")]: email, [say("profile_topic")]: topic, ...attributes });
    return html`<p class=${verified ? "verified" : "quiet"}>${verified ? tick : nothing}${say(verified ? "profile_verified" : "profile_claimed")}</p>
      <dl>${lines.map(([key, value]) => (value == null ? nothing : html`<div><dt dir="auto">${key}</dt><dd dir="auto">${value}</dd></div>`))}</dl>`;
  }
}

/** @param {Order} order */
function order({ number, status, ordered_at, items }) {
  return html`<li>
    <p><strong>${number}</strong> <span class="tag status">${plain(status)}</span></p>
    <p>${items.join(", ")}</p>
    <p class="quiet">${date(ordered_at)}</p>
  </li>`;
}

/** @param {Earlier} conversation */
function past({ id, topic, lane, status, resolution, score, created_at }) {
  return html`<li><a href="#c=${id}">
    <strong>${plain(topic ?? lane ?? date(created_at))}</strong>
    <span>${state({ status, resolution })}${score ? `, ${say("scored", { score })}` : ""}</span>
    <span class="quiet">${date(created_at)}</span>
  </a></li>`;
}
