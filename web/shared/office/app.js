import { html, nothing } from "lit";
import { help } from "../help.js";
import { exit, keyboard, mark, person } from "../icons.js";
import { View } from "./view.js";
/** @import { Account } from "./account.js" */

const LETTERS = "careline-office:letters";

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
    this.office.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.onkey);
  }

  /** With Alt some keyboards give other characters; the code is the key itself. @param {KeyboardEvent} event */
  #press(event) {
    if (!this.office.allowed || event.ctrlKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const { sections } = this.office;
    const digit = event.altKey ? Number(/^Digit(\d)$/.exec(event.code)?.[1]) : 0;
    const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
    if (sections[digit - 1]) this.office.go(sections[digit - 1].name);
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
    const { say } = this.office;
    document.title = this.office.allowed ? `${say(`section_${this.office.section}`)} · ${say("product")}` : say("product");
  }

  #refused() {
    const { say, pages } = this.office;
    return html`<main class="nothing">
      <h1>${say("not_for_you_title")}</h1>
      <p>${say("not_for_you", { name: this.office.staff?.name ?? "" })}</p>
      <p class="line">${pages.map(({ path, name }) => html`<a class="secondary" href=${path}>${say(`to_${name}`)}</a>`)}<button class="secondary" @click=${() => this.office.signOut()}>${exit}${say("sign_out")}</button></p>
    </main>`;
  }

  render() {
    const { office } = this;
    const { say, sections } = office;
    if (office.staff === undefined) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const toast = html`<p class="toast ${office.notice.urgent ? "urgent" : ""}" role="status">${office.notice.text || nothing}</p>`;
    if (!office.staff) return html`<staff-sign-in .door=${office} .say=${say}></staff-sign-in>${toast}`;
    if (!office.allowed) return this.#refused();
    const open = sections.find(({ name }) => name === office.section) ?? sections[0];
    const everywhere = [{ keys: sections.map((_, index) => `Alt+${index + 1}`), text: "key_section" }, { keys: ["?"], text: "key_help" }];
    const account = () => /** @type {Account | null} */ (this.querySelector("office-account"))?.show();
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${say("skip_to_main")}</a>
      <header class="bar">
        ${mark}<p>${say("product")}</p>
        <nav aria-label=${say("sections")}>
          ${sections.map(({ name }) => html`<a href="#${name}" aria-current=${name === open.name ? "page" : nothing}>${say(`section_${name}`)}</a>`)}
        </nav>
        <button class="plain" aria-label=${say("help")} @click=${this.#help}>${keyboard}</button>
        <button class="plain" aria-label=${say("account")} @click=${account}>${person}</button>
      </header>
      <main id="main" tabindex="-1" class=${this.letters ? "letters" : ""}>
        <h1 class="hidden">${say(`section_${open.name}`)}</h1>
        ${open.draw(office)}
      </main>
      ${toast}
      <office-account .office=${office}></office-account>
      ${help(say, [...open.keys, ...everywhere], this.letters, (letters) => this.#setLetters(letters))}`;
  }

  /** The hash names the section, so the skip link must not change it. @param {Event} event */
  #skip(event) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (this.querySelector("#main"))?.focus();
  }
}
