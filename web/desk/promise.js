import { html, nothing } from "lit";
import { clock, cross, warn } from "../shared/icons.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { Sheet } from "./sheet.js";
import { dateTime, distance } from "./words.js";
/** @import { Promised, PromiseHeard } from "../shared/types.js" */
/** @import { Desk } from "./desk.js" */

/** Messages that sounded like a promise to us and are none, as the agent says. @type {Set<string>} */
const none = new Set();

/** @param {Date} at what a datetime-local box holds */
const local = (at) => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** What was promised to the customer, and until when; or another time for an old promise. */
export class PromiseSheet extends Sheet {
  /** @type {Promised | null} the one that is put off */
  old = null;
  /** @type {PromiseHeard | null} what the agent wrote */
  heard = null;

  get heading() {
    return say(this.old ? "promise_move" : "promise_new");
  }

  /** @param {Promised} [old] */
  async show(old) {
    this.old = old ?? null;
    this.heard = old ? null : (this.desk.opened?.promise_heard ?? null);
    await super.show();
  }

  /** @param {SubmitEvent} event */
  #save(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const due_at = new Date(String(form.get("due"))).toISOString();
    const { old, heard, desk } = this;
    const id = desk.openId;
    const text = String(form.get("text") ?? "");
    this.hide();
    if (!id) return;
    desk.run(async () => {
      if (old) await api.putOff(old.id, due_at);
      else await api.promise(id, { text, due_at, message_id: heard?.message_id ?? null });
      desk.tell(say(old ? "promise_moved" : "promise_made", { time: dateTime(due_at) }));
      await desk.refresh();
    }, undefined);
  }

  body() {
    const { old, heard } = this;
    const due = old ?? heard;
    const tomorrow = new Date(Date.now() + 86_400_000);
    tomorrow.setHours(17, 0, 0, 0);
    return html`<form @submit=${this.#save}>
      ${old
        ? html`<p dir="auto">${old.text}</p>`
        : html`<label>${say("promise_text")}<textarea name="text" rows="3" maxlength="500" dir="auto" required autofocus .value=${heard?.text ?? ""}></textarea></label>`}
      <label>${say("promise_due")}<input type="datetime-local" name="due" required ?autofocus=${Boolean(old)} min=${local(new Date())} .value=${local(due && Date.parse(due.due_at) > Date.now() ? new Date(due.due_at) : tomorrow)}></label>
      ${old ? html`<p class="quiet">${say("promise_move_lead")}</p>` : nothing}
      <button class="primary">${say(old ? "promise_move" : "promise_new")}</button>
    </form>`;
  }
}

/** The promises of the conversation that is open, for the customer's pane. @param {Desk} desk @param {HTMLElement} pane */
export function promises(desk, pane) {
  const open = desk.opened?.promises ?? [];
  const keep = (/** @type {string} */ id) => desk.run(async () => (await api.keep(id), desk.tell(say("promise_kept")), await desk.refresh()), undefined);
  const ask = (/** @type {Promised} */ promise) => /** @type {PromiseSheet | null} */ (document.querySelector("desk-promise"))?.show(promise);
  return html`<section class="promises" aria-label=${say("promises")}>
    <h3>${say("promises")}</h3>
    ${open.length ? html`<ul>${open.map((promise) => html`<li>
      <p dir="auto">${promise.text}</p>
      <p>${promised(promise)} <span class="quiet">${promise.by ?? say("author_bot")}</span></p>
      <p class="line"><button class="secondary" @click=${() => keep(promise.id)}>${say("promise_keep")}</button><button class="secondary" @click=${() => ask(promise)}>${say("promise_move")}</button></p>
    </li>`)}</ul>` : html`<p class="quiet">${say("no_promises")}</p>`}
    <button class="secondary" @click=${() => pane.dispatchEvent(new CustomEvent("sheet", { bubbles: true, detail: "promise" }))}>${say("promise_new")} <kbd>D</kbd></button>
  </section>`;
}

/** When it is due; late is a word and an icon, not only a colour. @param {Promised} promise */
export function promised({ due_at, overdue }) {
  const late = overdue || Date.parse(due_at) < Date.now();
  return html`<span class="tag ${late ? "overdue" : "promise"}" title=${dateTime(due_at)}>${late ? warn : clock}${say(late ? "promise_overdue" : "promise_until", { time: late ? distance(due_at) : dateTime(due_at) })}</span>`;
}

/** What the agent wrote sounds like a promise: one click remembers it. @param {Desk} desk @param {HTMLElement} pane */
export function promiseHeard(desk, pane) {
  const heard = desk.opened?.promise_heard;
  if (!heard || none.has(heard.message_id)) return nothing;
  const refuse = () => (none.add(heard.message_id), desk.dispatchEvent(new Event("change")));
  return html`<div class="heard" role="status">
    <p>${say("promise_heard", { time: dateTime(heard.due_at) })}</p>
    <button type="button" class="secondary" @click=${() => pane.dispatchEvent(new CustomEvent("sheet", { bubbles: true, detail: "promise" }))}>${say("promise_new")} <kbd>D</kbd></button>
    <button type="button" class="plain" aria-label=${say("promise_none")} title=${say("promise_none")} @click=${refuse}>${cross}</button>
  </div>`;
}
