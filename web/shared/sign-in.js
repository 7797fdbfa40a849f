import { LitElement, html, nothing } from "lit";
import { Failure } from "./failure.js";
import { mark } from "./icons.js";
/** @import { PropertyDeclarations } from "lit" */
/** @import { Say } from "./texts.js" */

/** What the sign-in opens. @typedef {{signIn: (email: string, password: string) => Promise<void>, ended: boolean}} Door */

/** Drawn into the page itself, like everything that staff see. `say` knows sign_in_title and sign_in_lead of the page. */
export class SignIn extends LitElement {
  /** @type {PropertyDeclarations} */
  static properties = { door: { attribute: false }, say: { attribute: false }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.door = /** @type {Door} */ (/** @type {unknown} */ (undefined));
    /** @type {Say} */
    this.say = (key) => key;
    this.problem = "";
    this.busy = false;
  }

  createRenderRoot() {
    return this;
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    this.busy = true;
    this.problem = "";
    try {
      await this.door.signIn(String(form.get("email")).trim(), String(form.get("password")));
    } catch (error) {
      this.problem = this.#explain(error);
      await this.updateComplete;
      /** @type {HTMLInputElement} */ (this.querySelector("[name=password]"))?.select();
    }
    this.busy = false;
  }

  /** @param {unknown} error */
  #explain(error) {
    const { say } = this;
    if (!(error instanceof Failure)) return say("sign_in_failed", { message: String(error) });
    if (error.status === 429) return say("sign_in_slow_down", { seconds: error.retryAfter || 60 });
    if (error.status === 401 || error.status === 422) return say("sign_in_wrong");
    return say("sign_in_failed", { message: error.message });
  }

  render() {
    const { say } = this;
    return html`<main class="sign-in">
      <form @submit=${this.#submit} aria-labelledby="sign-in-title">
        ${mark}
        <h1 id="sign-in-title">${say("sign_in_title")}</h1>
        <p class="lead">${this.door.ended ? say("session_ended") : say("sign_in_lead")}</p>
        <label>${say("email")}<input name="email" type="email" autocomplete="username" required autofocus></label>
        <label>${say("password")}<input name="password" type="password" autocomplete="current-password" required
          aria-invalid=${Boolean(this.problem)} aria-describedby="sign-in-problem"></label>
        <p class="problem" id="sign-in-problem" role="alert">${this.problem || nothing}</p>
        <button class="primary" ?disabled=${this.busy}>${say(this.busy ? "signing_in" : "sign_in")}</button>
      </form>
    </main>`;
  }
}
