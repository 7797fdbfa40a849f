import { html } from "lit";
import * as api from "./api.js";
import { say } from "./say.js";
import { Sheet } from "./sheet.js";

/** Admins decide who may not write any more, with a reason for the log. */
export class Block extends Sheet {
  get heading() {
    return say("block");
  }

  /** @param {SubmitEvent} event */
  #save(event) {
    event.preventDefault();
    const { openId, opened } = this.desk;
    const reason = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("reason"));
    this.hide();
    if (openId) this.desk.run(async () => (await (opened?.blocked ? api.unblock(openId) : api.block(openId, reason)), this.desk.refresh()), undefined);
  }

  body() {
    const blocked = this.desk.opened?.blocked;
    return html`<form @submit=${this.#save}>
      <p>${say(blocked ? "unblock_lead" : "block_lead")}</p>
      ${blocked ? "" : html`<label>${say("block_reason")}<input name="reason" required maxlength="300" autocomplete="off" autofocus dir="auto"></label>`}
      <button class="primary">${say(blocked ? "unblock" : "block_do")}</button>
    </form>`;
  }
}
