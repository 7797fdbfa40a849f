import { html, nothing } from "lit";
import * as api from "./api.js";
import { say } from "./say.js";
import { View } from "./view.js";
import { date, plain } from "./words.js";
/** @import { Gesture } from "../shared/types.js" */

/** What was given to the customer to make up for something, and what a person has yet to decide. */
export class Ledger extends View {
  render() {
    const entries = this.desk.opened?.packet.goodwill ?? [];
    if (!entries.length) return nothing;
    return html`<section aria-label=${say("goodwill")}>
      <h3>${say("goodwill")}</h3>
      <ul class="ledger">${entries.map((entry) => this.#entry(entry))}</ul>
    </section>`;
  }

  /** @param {Gesture} entry */
  #entry(entry) {
    const { gesture, amount, standing, decided_by, note, created_at, order } = entry;
    return html`<li>
      <p><strong>${gesture}</strong> <span class="tag status">${say(`goodwill_${standing}`)}</span></p>
      <p class="quiet">${amount} · ${plain(entry.grievance)}${order ? ` · ${order}` : ""} · ${date(created_at)}</p>
      ${entry.limit ? html`<p class="quiet">${say(`goodwill_limit_${entry.limit}`)}</p>` : nothing}
      ${decided_by ? html`<p class="quiet" dir="auto">${say("goodwill_decided_by", { name: decided_by })}${note ? `: ${note}` : ""}</p>` : nothing}
      ${standing === "asked" ? this.#decision(entry) : nothing}
    </li>`;
  }

  /** @param {Gesture} entry */
  #decision({ id }) {
    return html`<form class="decision" @submit=${(/** @type {SubmitEvent} */ event) => this.#decide(event, id)}>
      <label>${say("goodwill_note")}<input name="note" maxlength="500" autocomplete="off" dir="auto"></label>
      <button class="primary" value="yes">${say("goodwill_approve")}</button>
      <button value="no">${say("goodwill_refuse")}</button>
    </form>`;
  }

  /** @param {SubmitEvent} event @param {string} id */
  #decide(event, id) {
    event.preventDefault();
    const approve = /** @type {HTMLButtonElement} */ (event.submitter).value === "yes";
    const note = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("note") ?? "");
    const { desk } = this;
    const decided = async () => {
      await api.decide(id, approve, note);
      desk.tell(say(approve ? "goodwill_approved" : "goodwill_refused"));
    };
    desk.run(decided, undefined).then(() => desk.refresh());
  }
}
