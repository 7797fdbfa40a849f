import { html, nothing } from "lit";
import { say } from "./say.js";
import { Sheet } from "./sheet.js";
import { presence } from "./words.js";

/** Hands the conversation to a colleague or a team, with a note that only staff see. */
export class Transfer extends Sheet {
  get heading() {
    return say("transfer");
  }

  show() {
    this.desk.crew.read();
    this.desk.crew.readTeams();
    return super.show();
  }

  /** @param {SubmitEvent} event */
  #hand(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const [kind, id] = String(form.get("to")).split(" ");
    this.hide();
    this.desk.move("transfer", { [kind]: id, note: String(form.get("note")) });
  }

  body() {
    const { crew, staff, opened } = this.desk;
    const others = crew.colleagues.filter(({ id }) => id !== staff?.id);
    const teams = crew.teams.filter(({ id }) => id !== opened?.conversation.team?.id);
    if (!others.length && !teams.length) return html`<p>${say("transfer_nobody")}</p>`;
    return html`<form @submit=${this.#hand}>
      <label>${say("transfer_to")}
        <select name="to" required autofocus>
          ${teams.length ? html`<optgroup label=${say("teams")}>${teams.map(({ id, name }) => html`<option value="team_id ${id}">${name}</option>`)}</optgroup>` : nothing}
          ${others.length ? html`<optgroup label=${say("colleagues")}>${others.map((one) => html`<option value="staff_id ${one.id}">${one.name}: ${presence(one)}</option>`)}</optgroup>` : nothing}
        </select>
      </label>
      <label>${say("transfer_note")}<textarea name="note" rows="3" dir="auto"></textarea></label>
      <p class="quiet">${say("only_staff")}</p>
      <button class="primary">${say("transfer")}</button>
    </form>`;
  }
}
