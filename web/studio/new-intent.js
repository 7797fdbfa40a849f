import { html, nothing } from "lit";
import { cross } from "../shared/icons.js";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { LANES } from "./words.js";

const MOST_AT_ONCE = 200;
const REPLIES = ["article", "response", "person"];

/** A dialog that makes an intent with everything it needs: examples, and what the bot does when it hears it. */
export class NewIntent extends View {
  static properties = { reply: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.reply = "article";
    this.problem = "";
    this.busy = false;
    /** Told the name of the intent that was made. @type {(name: string) => void} */
    this.made = () => {};
  }

  /** @param {(name: string) => void} made */
  show(made) {
    this.made = made;
    this.problem = "";
    this.querySelector("dialog")?.showModal();
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const said = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value).trim()]));
    const examples = said.examples.split("\n").filter((line) => line.trim());
    if (examples.length > MOST_AT_ONCE) {
      this.problem = say("too_many_lines", { count: examples.length, most: MOST_AT_ONCE });
      return;
    }
    const name = `${said.lane}_${said.name.toLowerCase().replace(/\W+/g, "_")}`;
    this.busy = true;
    this.problem = "";
    try {
      await api.createIntent({ ...said, name, examples });
      this.querySelector("dialog")?.close();
      form.reset();
      this.office.tell(say("intent_made", { intent: name }));
      this.made(name);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
  }

  render() {
    return html`<dialog class="sheet" aria-labelledby="new-intent-title">
      <header><h2 id="new-intent-title">${say("new_intent")}</h2><button class="plain" aria-label=${say("close")} @click=${() => this.querySelector("dialog")?.close()}>${cross}</button></header>
      <form @submit=${this.#submit}>
        <label>${say("new_intent_lane")}<select name="lane">${LANES.map((one) => html`<option value=${one}>${say(`lane_${one}`)}</option>`)}</select></label>
        <label>${say("new_intent_name")}<input name="name" required maxlength="48" autocomplete="off" spellcheck="false" placeholder="clean_milk"></label>
        <label>${say("new_intent_description")}<input name="description" required maxlength="200" autocomplete="off"></label>
        <label>${say("new_intent_title")}<input name="title" required maxlength="80" autocomplete="off"></label>
        <label>${say("new_intent_reply")}<select name="reply" @change=${(/** @type {Event} */ event) => (this.reply = /** @type {HTMLSelectElement} */ (event.target).value)}>${REPLIES.map((one) => html`<option value=${one} ?selected=${one === this.reply}>${say(`reply_${one}`)}</option>`)}</select></label>
        ${this.reply === "response" ? html`<label>${say("new_intent_says")}<textarea name="says" required maxlength="600" rows="3"></textarea></label>` : nothing}
        <label>${say("new_intent_examples")}<textarea name="examples" required rows="6"></textarea></label>
        <p class="problem" role="alert">${this.problem || nothing}</p>
        <button class="primary" ?disabled=${this.busy}>${say("new_intent_make")}</button>
      </form>
    </dialog>`;
  }
}
