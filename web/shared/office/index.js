import { SignIn } from "../sign-in.js";
import { Account } from "./account.js";
import { App } from "./app.js";
import { Office } from "./office.js";
/** @import { Section } from "./office.js" */
/** @import { Say } from "../texts.js" */

customElements.define("staff-sign-in", SignIn);
customElements.define("office-account", Account);
customElements.define("office-app", App);

/** Puts the whole page on the screen. @param {string} path of the page @param {Section[]} sections @param {Say} say */
export function open(path, sections, say) {
  const app = new App();
  app.office = new Office(path, sections, say);
  document.body.append(app);
}
