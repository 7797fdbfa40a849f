import { html, nothing } from "lit";
import { Failure } from "../shared/failure.js";
import { cross } from "../shared/icons.js";
import { View } from "../shared/office/view.js";
import { say } from "./say.js";
/** @import { TemplateResult } from "lit" */

/** What a sheet asks for: its title, its fields, and what happens with what was entered. @typedef {{title: string, fields: TemplateResult, save: (form: FormData) => Promise<unknown>, yes?: string, remove?: () => Promise<unknown>}} Asked */

/** A form in a dialog. What the server refuses is said beside it, and nothing that was typed is lost. */
export class FormSheet extends View {
  static properties = { ...View.properties, asked: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Asked | null} */
    this.asked = null;
    this.problem = "";
  }

  /** @param {Asked} asked */
  async ask(asked) {
    this.asked = null; // drawn anew, so that nothing of the last form is left in the fields
    await this.updateComplete;
    this.asked = asked;
    this.problem = "";
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
  }

  /** @param {() => Promise<unknown>} work */
  async #do(work) {
    try {
      await work();
      this.querySelector("dialog")?.close();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.problem = say("failed", { message: error.message });
    }
  }

  render() {
    const { asked } = this;
    if (!asked) return nothing;
    return html`<dialog class="sheet" aria-labelledby="form-title">
      <header><h2 id="form-title">${asked.title}</h2><form method="dialog"><button class="plain" aria-label=${say("close")}>${cross}</button></form></header>
      <p class="problem" role="alert">${this.problem}</p>
      <form @submit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
        void this.#do(() => asked.save(form));
      }}>
        ${asked.fields}
        <p class="line"><button class="primary">${asked.yes ?? say("save")}</button>${asked.remove ? html`<button type="button" class="secondary" @click=${() => this.#do(/** @type {() => Promise<unknown>} */ (asked.remove))}>${say("remove")}</button>` : nothing}</p>
      </form>
    </dialog>`;
  }
}
