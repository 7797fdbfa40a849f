import { html, nothing } from "lit";
import { cross, exit } from "../shared/icons.js";
import { languageChoice } from "../shared/language.js";
import { say } from "./say.js";
import { View } from "./view.js";

/** Who is signed in, the language, and the way out. */
export class Account extends View {
  show() {
    this.querySelector("dialog")?.showModal();
  }

  render() {
    const { staff } = this.studio;
    if (!staff) return nothing;
    return html`<dialog class="sheet" aria-labelledby="account-title">
      <header><h2 id="account-title" dir="auto">${staff.name}</h2><form method="dialog"><button class="plain" aria-label=${say("close")}>${cross}</button></form></header>
      <p class="quiet">${staff.email} · ${say(`role_${staff.role}`)}</p>
      ${languageChoice(say)}
      ${staff.role === "admin" ? html`<p><a href="/desk">${say("to_desk")}</a></p>` : nothing}
      <button class="secondary" @click=${() => this.studio.signOut()}>${exit}${say("sign_out")}</button>
    </dialog>`;
  }
}
