import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { dateTime } from "./words.js";
/** @import { FormSheet } from "./form-sheet.js" */
/** @import { Blocked, Member } from "./types.js" */

const ROLES = ["agent", "trainer", "admin"];

/** Who works here, and which visitors may not write. */
export class Crew extends View {
  static properties = { ...View.properties, members: { state: true }, blocked: { state: true } };

  constructor() {
    super();
    /** @type {Member[] | null} */
    this.members = null;
    /** @type {Blocked[]} */
    this.blocked = [];
  }

  connectedCallback() {
    super.connectedCallback();
    void this.#read();
  }

  async #read() {
    const found = await this.office.run(() => Promise.all([api.members(), api.blocked()]), null);
    if (found) [this.members, this.blocked] = found;
  }

  get #sheet() {
    return /** @type {FormSheet} */ (this.querySelector("admin-form"));
  }

  /** @param {Member} [one] */
  #fields(one) {
    return html`
      <label>${say("name")}<input name="name" required maxlength="100" autocomplete="off" .value=${one?.name ?? ""}></label>
      ${one ? nothing : html`<label>${say("email")}<input name="email" type="email" required autocomplete="off"></label>`}
      <label>${say("role")}<select name="role">${ROLES.map((role) => html`<option value=${role} ?selected=${role === (one?.role ?? "agent")}>${say(`role_${role}`)}</option>`)}</select></label>
      <label>${say("capacity")}<input name="capacity" type="number" min="0" max="100" required .value=${String(one?.capacity ?? 4)}></label>
      ${one ? html`<label class="check"><input type="checkbox" name="active" .checked=${one.active}>${say("active")}</label>` : nothing}
      <label>${say(one ? "new_password" : "first_password")}<input name="password" type="password" minlength="8" ?required=${!one} autocomplete="new-password"></label>`;
  }

  /** @param {Member} [one] */
  #edit(one) {
    void this.#sheet.ask({
      title: one?.name ?? say("hire"),
      fields: this.#fields(one),
      save: async (form) => {
        const password = String(form.get("password"));
        const fields = { name: String(form.get("name")), role: String(form.get("role")), capacity: Number(form.get("capacity")), active: one ? form.has("active") : true, mark: one?.mark };
        if (!one) await api.hire({ ...fields, email: String(form.get("email")), password });
        else {
          await api.changeMember(one.id, fields);
          if (password) await api.setPassword(one.id, password);
        }
        await this.#read();
      },
    });
  }

  /** @param {Blocked} one */
  #unblock(one) {
    void this.#sheet.ask({
      title: say("unblock"),
      fields: html`<p>${say("unblock_lead", { name: nameOf(one) })}</p><label>${say("reason")}<input name="reason" required maxlength="300" autocomplete="off"></label>`,
      save: async (form) => {
        await api.unblock(one.conversation_id, String(form.get("reason")));
        await this.#read();
      },
    });
  }

  render() {
    if (!this.members) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    return html`<div class="column">
      <section class="card" aria-labelledby="crew-title">
        <header><h2 id="crew-title">${say("section_crew")}</h2><button class="primary" @click=${() => this.#edit()}>${say("hire")}</button></header>
        <div class="scroll"><table>
          <thead><tr><th scope="col">${say("name")}</th><th scope="col">${say("email")}</th><th scope="col">${say("role")}</th><th scope="col" class="number">${say("capacity_short")}</th><th scope="col"><span class="hidden">${say("change")}</span></th></tr></thead>
          <tbody>${this.members.map((one) => html`<tr class=${one.active ? "" : "gone"}>
            <th scope="row" dir="auto">${one.name}${one.active ? nothing : html` <span class="tag">${say("inactive")}</span>`}</th>
            <td>${one.email}</td><td>${say(`role_${one.role}`)}</td><td class="number">${one.capacity}</td>
            <td class="number"><button class="secondary" aria-label=${say("change_of", { name: one.name })} @click=${() => this.#edit(one)}>${say("change")}</button></td>
          </tr>`)}</tbody>
        </table></div>
      </section>
      <section class="card" aria-labelledby="blocked-title">
        <h2 id="blocked-title">${say("blocked")}</h2>
        <p class="quiet">${say("blocked_lead")}</p>
        ${this.blocked.length ? html`<div class="scroll"><table>
          <thead><tr><th scope="col">${say("name")}</th><th scope="col">${say("since")}</th><th scope="col">${say("reason")}</th><th scope="col"><span class="hidden">${say("change")}</span></th></tr></thead>
          <tbody>${this.blocked.map((one) => html`<tr>
            <th scope="row" dir="auto"><a href="/desk#c=${one.conversation_id}">${nameOf(one)}</a></th><td>${dateTime(one.since)}${one.by ? html`<br><span class="quiet" dir="auto">${one.by}</span>` : nothing}</td><td dir="auto">${one.reason ?? "–"}</td>
            <td class="number"><button class="secondary" @click=${() => this.#unblock(one)}>${say("unblock")}</button></td>
          </tr>`)}</tbody>
        </table></div>` : html`<p>${say("blocked_none")}</p>`}
      </section>
      <admin-form .office=${this.office}></admin-form>
    </div>`;
  }
}

/** @param {Blocked} one */
const nameOf = (one) => one.name ?? say("visitor", { id: one.conversation_id.slice(0, 4) });
