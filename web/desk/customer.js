import { html, nothing } from "lit";
import { say } from "./desk.js";
import { cross, person, tick } from "./icons.js";
import { View } from "./view.js";
import { customerName, date, plain } from "./words.js";

/** The right pane: who the customer is, what they ordered, what was before. */
export class Customer extends View {
  render() {
    const { opened } = this.desk;
    if (!opened) return nothing;
    const { contact, packet } = opened;
    const orders = contact?.orders ?? packet?.orders ?? [];
    const earlier = contact?.earlier ?? packet?.earlier ?? [];
    return html`
      <header>
        <span class="face" aria-hidden="true">${person}</span>
        <h2 dir="auto">${contact?.name ?? customerName(opened.conversation)}</h2>
        <button class="plain close" aria-label=${say("hide_customer")} @click=${() => this.dispatchEvent(new Event("customer", { bubbles: true }))}>${cross}</button>
      </header>
      <section aria-label=${say("identity")}>
        <h3>${say("identity")}</h3>
        ${contact ? this.#identity(contact) : html`<p class="quiet">${say("anonymous_lead")}</p>`}
      </section>
      <section aria-label=${say("orders")}>
        <h3>${say("orders")}</h3>
        ${orders.length ? html`<ul class="orders">${orders.map(order)}</ul>` : html`<p class="quiet">${say("no_orders")}</p>`}
      </section>
      <section aria-label=${say("earlier")}>
        <h3>${say("earlier")}</h3>
        ${earlier.length ? html`<ul class="earlier">${earlier.map(past)}</ul>` : html`<p class="quiet">${say("no_earlier")}</p>`}
      </section>`;
  }

  /** @param {Record<string, any>} contact */
  #identity({ email, phone, postcode, city, verified, created_at }) {
    const place = [postcode, city].filter(Boolean).join(" ");
    const line = (/** @type {string} */ key, /** @type {unknown} */ value) => (value ? html`<div><dt>${say(key)}</dt><dd dir="auto">${value}</dd></div>` : nothing);
    return html`<dl>
      ${line("email", email && html`${email}${verified ? html` <span class="verified">${tick}${say("verified")}</span>` : nothing}`)}
      ${line("phone", phone)}${line("postcode", place)}${line("customer_since", created_at && date(created_at))}
    </dl>`;
  }
}

/** @param {Record<string, any>} order */
function order({ number, status, ordered_at, items = [] }) {
  const contents = items.map((/** @type {any} */ item) => (typeof item === "string" ? item : `${item.quantity ?? 1} × ${item.name}`)).join(", ");
  return html`<li>
    <p><strong>${number}</strong> <span class="tag status">${plain(String(status))}</span></p>
    <p>${contents}</p>
    ${ordered_at ? html`<p class="quiet">${date(ordered_at)}</p>` : nothing}
  </li>`;
}

/** @param {Record<string, any>} conversation */
function past({ id, topic, lane, last_message, created_at }) {
  return html`<li><a href="#c=${id}">
    <strong>${topic ? plain(topic) : lane ? plain(lane) : date(created_at)}</strong>
    ${last_message?.text ? html`<span dir="auto">${last_message.text}</span>` : nothing}
    <span class="quiet">${date(created_at)}</span>
  </a></li>`;
}
