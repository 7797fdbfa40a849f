import { html, nothing } from "lit";
import { cross, exit } from "../icons.js";
import { languageChoice } from "../language.js";
import { View } from "./view.js";

/** Who is signed in, the language, the other pages, and the way out. */
export class Account extends View {
  show() {
    this.querySelector("dialog")?.showModal();
  }

  render() {
    const { staff, say, pages } = this.office;
    if (!staff) return nothing;
    return html`<dialog class="sheet" aria-labelledby="account-title">
      <header><h2 id="account-title" dir="auto">${staff.name}</h2><form method="dialog"><button class="plain" aria-label=${say("close")}>${cross}</button></form></header>
      <p class="quiet">${staff.email} · ${say(`role_${staff.role}`)}</p>
      ${languageChoice(say)}
      ${pages.map(({ path, name }) => html`<p><a href=${path}>${say(`to_${name}`)}</a></p>`)}
      <button class="secondary" @click=${() => this.office.signOut()}>${exit}${say("sign_out")}</button>
    </dialog>`;
  }
}
