import { html, nothing } from "lit";
import { help } from "../shared/help.js";
import { exit, keyboard, mark, person } from "../shared/icons.js";
import { say } from "./say.js";
import { SECTIONS } from "./sections.js";
import { View } from "./view.js";
/** @import { Account } from "./account.js" */

const LETTERS = "careline-studio:letters";

/** Shortcuts that work everywhere in the studio. */
const EVERYWHERE = [
  { keys: SECTIONS.map((_, index) => `Alt+${index + 1}`), text: "key_section" },
  { keys: ["?"], text: "key_help" },
];

/** The page: sign-in, or the navigation and one section. Single letters are the section's own, if they are switched on. */
export class App extends View {
  static properties = { letters: { state: true } };

  constructor() {
    super();
    this.letters = localStorage.getItem(LETTERS) !== "off";
    this.onkey = (/** @type {KeyboardEvent} */ event) => this.#press(event);
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("keydown", this.onkey);
    this.studio.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.onkey);
  }

  /** With Alt some keyboards give other characters; the code is the key itself. @param {KeyboardEvent} event */
  #press(event) {
    if (!this.studio.allowed || event.ctrlKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const digit = event.altKey ? Number(/^Digit(\d)$/.exec(event.code)?.[1]) : 0;
    const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
    if (SECTIONS[digit - 1]) this.studio.go(SECTIONS[digit - 1].name);
    else if (event.key === "?" && !typing && this.letters) this.#help();
    else return;
    event.preventDefault();
  }

  #help() {
    /** @type {HTMLDialogElement | null} */ (this.querySelector("dialog.help"))?.showModal();
  }

  /** @param {boolean} letters */
  #setLetters(letters) {
    this.letters = letters;
    localStorage.setItem(LETTERS, letters ? "on" : "off");
  }

  updated() {
    document.title = this.studio.allowed ? `${say(`section_${this.studio.section}`)} · ${say("product")}` : say("product");
  }

  #refused() {
    return html`<main class="nothing">
      <h1>${say("not_for_you_title")}</h1>
      <p>${say("not_for_you", { name: this.studio.staff?.name ?? "" })}</p>
      <p class="line"><a class="secondary" href="/desk">${say("to_desk")}</a><button class="secondary" @click=${() => this.studio.signOut()}>${exit}${say("sign_out")}</button></p>
    </main>`;
  }

  render() {
    const { studio } = this;
    if (studio.staff === undefined) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const toast = html`<p class="toast ${studio.notice.urgent ? "urgent" : ""}" role="status">${studio.notice.text || nothing}</p>`;
    if (!studio.staff) return html`<staff-sign-in .door=${studio} .say=${say}></staff-sign-in>${toast}`;
    if (!studio.allowed) return this.#refused();
    const open = SECTIONS.find(({ name }) => name === studio.section) ?? SECTIONS[0];
    const account = () => /** @type {Account | null} */ (this.querySelector("studio-account"))?.show();
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${say("skip_to_main")}</a>
      <header class="bar">
        ${mark}<p>${say("product")}</p>
        <nav aria-label=${say("sections")}>
          ${SECTIONS.map(({ name }) => html`<a href="#${name}" aria-current=${name === open.name ? "page" : nothing}>${say(`section_${name}`)}</a>`)}
        </nav>
        <button class="plain" aria-label=${say("help")} @click=${this.#help}>${keyboard}</button>
        <button class="plain" aria-label=${say("account")} @click=${account}>${person}</button>
      </header>
      <main id="main" tabindex="-1" class=${this.letters ? "letters" : ""}>
        <h1 class="hidden">${say(`section_${open.name}`)}</h1>
        ${open.draw(studio)}
      </main>
      ${toast}
      <studio-account .studio=${studio}></studio-account>
      ${help(say, [...open.keys, ...EVERYWHERE], this.letters, (letters) => this.#setLetters(letters))}`;
  }

  /** The hash names the section, so the skip link must not change it. @param {Event} event */
  #skip(event) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (this.querySelector("#main"))?.focus();
  }
}
