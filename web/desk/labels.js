import { html } from "lit";
import * as api from "./api.js";
import { say } from "./say.js";
import { Sheet } from "./sheet.js";

/** Which labels the conversation has: those in use to tick, and a new one. */
export class Labels extends Sheet {
  get heading() {
    return say("labels");
  }

  async show() {
    await this.desk.readLabels();
    await super.show();
  }

  /** @param {SubmitEvent} event */
  #save(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    this.hide();
    const id = this.desk.openId;
    const labels = [...form.getAll("label"), ...String(form.get("new")).split(",")].map(String).filter((label) => label.trim());
    if (id) this.desk.run(async () => (await api.setLabels(id, labels), this.desk.refresh()), undefined);
  }

  body() {
    const own = this.desk.opened?.conversation.labels ?? [];
    const all = [...new Set([...own, ...this.desk.labels])].sort();
    return html`<form @submit=${this.#save}>
      ${all.length ? html`<fieldset class="ticks"><legend class="hidden">${say("labels")}</legend>${all.map((label) => html`<label><input type="checkbox" name="label" value=${label} .checked=${own.includes(label)}><span dir="auto">${label}</span></label>`)}</fieldset>` : ""}
      <label>${say("label_new")}<input name="new" maxlength="200" autocomplete="off" autofocus dir="auto"></label>
      <button class="primary">${say("save")}</button>
    </form>`;
  }
}
