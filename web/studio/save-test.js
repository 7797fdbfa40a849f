import { html, nothing } from "lit";
import { cross } from "../shared/icons.js";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";

/** A dialog in which a conversation becomes a test: as it went, to be corrected into how it should go. */
export class SaveTest extends View {
  static properties = { text: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {string | null} */
    this.text = null;
    this.itemId = "";
    this.problem = "";
    this.busy = false;
  }

  /** @param {string} itemId */
  async show(itemId) {
    this.problem = "";
    const draft = await this.office.run(() => api.draftTest(itemId), null);
    if (!draft) return;
    this.text = draft.text;
    this.itemId = itemId;
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const text = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("text"));
    this.busy = true;
    this.problem = "";
    try {
      await api.saveTest(text, this.itemId);
      this.querySelector("dialog")?.close();
      this.office.tell(say("test_saved"));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
  }

  render() {
    if (this.text === null) return nothing;
    return html`<dialog class="sheet wide" aria-labelledby="save-test-title" @close=${() => (this.text = null)}>
      <header><h2 id="save-test-title">${say("save_test")}</h2><button class="plain" aria-label=${say("close")} @click=${() => this.querySelector("dialog")?.close()}>${cross}</button></header>
      <form @submit=${this.#submit}>
        <p class="quiet">${say("save_test_lead")}</p>
        <label><span class="hidden">${say("save_test_text")}</span><textarea name="text" rows="14" spellcheck="false" required .value=${this.text}></textarea></label>
        <p class="problem" role="alert">${this.problem || nothing}</p>
        <button class="primary" ?disabled=${this.busy}>${say("save")}</button>
      </form>
    </dialog>`;
  }
}
