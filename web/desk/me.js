import { html } from "lit";
import { exit, page } from "../shared/icons.js";
import { languageChoice } from "../shared/language.js";
import { say } from "./say.js";
import { Sheet } from "./sheet.js";
import { presence } from "./words.js";
/** @import { Presence } from "../shared/types.js" */

/** @type {Presence[]} */
const CHOICES = ["online", "away", "offline"];

/** Whether I am there, and who else is. */
export class Me extends Sheet {
  get heading() {
    return say("presence");
  }

  show() {
    this.desk.crew.read();
    return super.show();
  }

  /** @param {Event} event */
  #choose({ currentTarget }) {
    const form = new FormData(/** @type {HTMLFormElement} */ (currentTarget));
    this.desk.crew.choose(/** @type {Presence} */ (form.get("presence")), form.has("keep_online"));
  }

  #alerts() {
    const { wanted } = this.desk.alerts;
    const tick = (/** @type {"sound" | "notice"} */ kind) => html`<label><input type="checkbox" .checked=${wanted[kind]} @change=${(/** @type {Event} */ event) => this.#alert(event, kind)}><span>${say(`alert_${kind}`)}</span></label>`;
    return html`<fieldset class="alerts"><legend>${say("alerts")}</legend>${tick("sound")}${tick("notice")}</fieldset>`;
  }

  /** @param {Event} event @param {"sound" | "notice"} kind */
  async #alert(event, kind) {
    const box = /** @type {HTMLInputElement} */ (event.target);
    if (await this.desk.alerts.set(kind, box.checked)) return;
    box.checked = false;
    this.desk.tell(say("alert_refused"), true);
  }

  #canned() {
    this.hide();
    this.dispatchEvent(new CustomEvent("sheet", { bubbles: true, detail: "canned" }));
  }

  body() {
    const { crew, staff } = this.desk;
    const me = crew.find(staff?.id);
    const others = crew.colleagues.filter(({ id }) => id !== staff?.id);
    return html`
      <form class="presence" @change=${this.#choose}>
        <fieldset>
          <legend>${say("signed_in_as", { name: staff?.name ?? "" })}</legend>
          ${CHOICES.map((one) => html`<label><input type="radio" name="presence" value=${one} ?autofocus=${me?.presence === one} .checked=${me?.presence === one}><span><b>${say(`presence_${one}`)}</b> <span class="quiet">${say(`presence_${one}_lead`)}</span></span></label>`)}
        </fieldset>
        <label><input type="checkbox" name="keep_online" .checked=${me?.keep_online ?? false}><span>${say("keep_online")}</span></label>
      </form>
      ${this.#alerts()}
      ${languageChoice(say)}
      <h3>${say("colleagues")}</h3>
      ${others.length ? html`<ul class="crew">${others.map((one) => html`<li><span dir="auto">${one.name}</span> <span class="quiet">${presence(one)}</span></li>`)}</ul>` : html`<p class="quiet">${say("no_colleagues")}</p>`}
      ${staff?.role === "admin" ? html`<button class="secondary" @click=${() => this.#canned()}>${page}${say("canned")}</button>` : ""}
      <button class="secondary" @click=${() => this.desk.signOut()}>${exit}${say("sign_out")}</button>`;
  }
}
