import { html, nothing } from "lit";
import * as api from "./api.js";
import { say } from "./say.js";
import { Sheet } from "./sheet.js";

const TITLE = /^- title: .*\n/;

/** The conversation as a test for the bot: an admin's is saved, an agent's goes to the trainers. */
export class SaveTest extends Sheet {
  static properties = { ...Sheet.properties, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {string | null} the conversation that the draft is of */
    this.of = null;
    this.turns = "";
    this.problem = "";
    this.busy = false;
  }

  get heading() {
    return say("save_test");
  }

  async show() {
    const { desk } = this;
    const id = desk.openId;
    const draft = id && (await desk.run(() => api.draftTest(id), null));
    if (!draft || id !== desk.openId) return;
    Object.assign(this, { of: id, turns: draft.text.replace(TITLE, ""), problem: "" });
    await super.show();
  }

  /** @param {SubmitEvent} event */
  async #save(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const text = `- title: ${JSON.stringify(form.get("title"))}\n${String(form.get("turns")).replaceAll("\r\n", "\n")}`;
    if (!this.of) return;
    this.busy = true;
    this.problem = "";
    try {
      const { saved } = await api.keepTest(this.of, text);
      this.hide();
      this.desk.tell(say(saved ? "test_saved" : "test_suggested"));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
  }

  body() {
    const admin = this.desk.staff?.role === "admin";
    return html`<form @submit=${this.#save}>
      <p class="quiet">${say(admin ? "save_test_lead" : "suggest_test_lead")}</p>
      <label>${say("save_test_title")}<input name="title" required maxlength="200" autocomplete="off" autofocus dir="auto"></label>
      <label>${say("save_test_turns")}<textarea name="turns" rows="10" spellcheck="false" required .value=${this.turns}></textarea></label>
      <p class="problem" role="alert">${this.problem || nothing}</p>
      <button class="primary" ?disabled=${this.busy}>${say(admin ? "save" : "suggest")}</button>
    </form>`;
  }
}
