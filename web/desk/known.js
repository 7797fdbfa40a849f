import { html, nothing } from "lit";
import * as api from "./api.js";
import { say } from "./say.js";
import { Sheet } from "./sheet.js";
import { plain } from "./words.js";
/** @import { Intent } from "../shared/types.js" */

const LANES = ["support", "service", "success", "chat"];

/** "The bot should have known this": what the customer's message meant, for the trainer. */
export class Known extends Sheet {
  constructor() {
    super();
    /** @type {Intent[]} */
    this.intents = [];
  }

  get heading() {
    return say("known");
  }

  async show() {
    if (!this.#messages().length) return;
    this.intents = await this.desk.run(api.intents, []);
    await super.show();
  }

  #messages() {
    return (this.desk.opened?.messages ?? []).filter(({ author, kind }) => author === "customer" && kind === "text").slice(-5).reverse();
  }

  /** @param {SubmitEvent} event */
  #teach(event) {
    event.preventDefault();
    const { desk } = this;
    const id = desk.openId;
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    this.hide();
    if (!id) return;
    desk.run(async () => {
      await api.teach(id, String(form.get("message")), String(form.get("intent")));
      desk.tell(say("known_saved"));
      await desk.refresh();
    }, undefined);
  }

  body() {
    const messages = this.#messages();
    const read = messages[0]?.nlu;
    // What the bot read is wrong, so its second guess comes first.
    const guess = read?.ranking?.find(({ name }) => name !== read.intent)?.name ?? this.intents[0]?.name;
    return html`<form @submit=${this.#teach}>
      <p class="quiet">${say("known_lead")}</p>
      <label>${say("known_message")}
        <select name="message">${messages.map(({ id, text }) => html`<option value=${id}>${text.slice(0, 90)}</option>`)}</select>
      </label>
      <label>${say("known_intent")}
        <select name="intent" required autofocus>
          ${LANES.map((lane) => {
            const own = this.intents.filter((intent) => intent.lane === lane);
            return own.length ? html`<optgroup label=${say(`lane_${lane}`)}>${own.map(({ name, title }) => html`<option value=${name} ?selected=${name === guess}>${plain(name)}${title ? `: ${title}` : ""}</option>`)}</optgroup>` : nothing;
          })}
        </select>
      </label>
      <button class="primary">${say("known_save")}</button>
    </form>`;
  }
}
