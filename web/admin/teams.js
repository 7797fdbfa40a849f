import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { laneName } from "./words.js";
/** @import { FormSheet } from "./form-sheet.js" */
/** @import { Member, Team, TeamFields } from "./types.js" */

const LANES = ["support", "service", "success"];
const CLOCKS = /** @type {const} */ (["first_response_s", "next_response_s", "resolution_s"]);

/** Who answers what, and how soon. */
export class Teams extends View {
  static properties = { ...View.properties, teams: { state: true } };

  constructor() {
    super();
    /** @type {Team[] | null} */
    this.teams = null;
    /** @type {Member[]} */
    this.members = [];
  }

  connectedCallback() {
    super.connectedCallback();
    void this.#read();
  }

  async #read() {
    const found = await this.office.run(() => Promise.all([api.members(), api.teams()]), null);
    if (!found) return;
    this.members = found[0].filter(({ active, role }) => active && role !== "trainer");
    this.teams = found[1];
  }

  /** @param {Team} [one] */
  #fields(one) {
    /** @param {string} name @param {string} value @param {string} text @param {boolean} on */
    const box = (name, value, text, on) => html`<label><input type="checkbox" name=${name} value=${value} .checked=${on}><span dir="auto">${text}</span></label>`;
    return html`
      <label>${say("name")}<input name="name" required maxlength="60" autocomplete="off" .value=${one?.name ?? ""}></label>
      <fieldset class="ticks"><legend>${say("lanes")}</legend>${LANES.map((lane) => box("lanes", lane, laneName(lane), one?.lanes.includes(lane) ?? false))}</fieldset>
      <label>${say("topics")}<input name="topics" autocomplete="off" .value=${one?.topics.join(", ") ?? ""}></label>
      <fieldset class="ticks"><legend>${say("members")}</legend>${this.members.map(({ id, name }) => box("members", id, name, one?.members.includes(id) ?? false))}</fieldset>
      <label class="check"><input type="checkbox" name="automatic" .checked=${one?.automatic ?? false}>${say("automatic")}</label>
      <p class="quiet">${say("clocks")}</p>
      <div class="three">${CLOCKS.map((clock) => html`<label>${say(clock)}<input name=${clock} type="number" min="1" step="1" .value=${one?.[clock] ? String(Math.round(one[clock] / 60)) : ""}></label>`)}</div>`;
  }

  /** @param {Team} [one] */
  #edit(one) {
    const sheet = /** @type {FormSheet} */ (this.querySelector("admin-form"));
    void sheet.ask({
      title: one?.name ?? say("add_team"),
      fields: this.#fields(one),
      save: async (form) => {
        await api.saveTeam({ ...read(form), mark: one?.mark }, one?.id);
        await this.#read();
      },
      remove: one && (async () => {
        await api.removeTeam(one.id);
        await this.#read();
      }),
    });
  }

  render() {
    if (!this.teams) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const names = new Map(this.members.map(({ id, name }) => [id, name]));
    return html`<div class="column">
      <section class="card" aria-labelledby="teams-title">
        <header><h2 id="teams-title">${say("section_teams")}</h2><button class="primary" @click=${() => this.#edit()}>${say("add_team")}</button></header>
        ${this.teams.length ? html`<div class="scroll"><table>
          <thead><tr><th scope="col">${say("name")}</th><th scope="col">${say("answers")}</th><th scope="col">${say("members")}</th><th scope="col"><span class="hidden">${say("change")}</span></th></tr></thead>
          <tbody>${this.teams.map((team) => html`<tr>
            <th scope="row" dir="auto">${team.name}${team.automatic ? html` <span class="tag">${say("automatic_short")}</span>` : nothing}</th>
            <td>${[...team.lanes.map(laneName), ...team.topics].join(", ") || say("answers_all")}</td>
            <td dir="auto">${team.members.map((id) => names.get(id)).filter(Boolean).join(", ") || "–"}</td>
            <td class="number"><button class="secondary" aria-label=${say("change_of", { name: team.name })} @click=${() => this.#edit(team)}>${say("change")}</button></td>
          </tr>`)}</tbody>
        </table></div>` : html`<p class="quiet">${say("no_teams")}</p>`}
        <p class="quiet">${say("times_lead")} <a href="#rules">${say("section_rules")}</a></p>
      </section>
      <admin-form .office=${this.office}></admin-form>
    </div>`;
  }
}

/** Minutes are entered, seconds are kept; an empty time takes the setting. @param {FormData} form @returns {TeamFields} */
function read(form) {
  /** @param {string} clock */
  const seconds = (clock) => (form.get(clock) ? Number(form.get(clock)) * 60 : null);
  return {
    name: String(form.get("name")),
    lanes: form.getAll("lanes").map(String),
    topics: String(form.get("topics")).split(",").map((topic) => topic.trim()).filter(Boolean),
    automatic: form.has("automatic"),
    first_response_s: seconds("first_response_s"),
    next_response_s: seconds("next_response_s"),
    resolution_s: seconds("resolution_s"),
    members: form.getAll("members").map(String),
  };
}
