import { html, nothing } from "lit";
import { say } from "./say.js";
import { help } from "../shared/help.js";
import { exit, warn } from "../shared/icons.js";
import { press, SHORTCUTS } from "./keys.js";
import { View } from "./view.js";
import { customerName, state } from "./words.js";
/** @import { Composer } from "./composer.js" */
/** @import { Sheet } from "./sheet.js" */

const LETTERS = "careline-desk:letters";

/** The page: sign-in, or the three panes. */
export class App extends View {
  static properties = { customer: { state: true }, letters: { state: true } };

  constructor() {
    super();
    /** Whether the customer pane is open where it does not fit beside the others. */
    this.customer = false;
    this.letters = localStorage.getItem(LETTERS) !== "off";
    this.onkey = (/** @type {KeyboardEvent} */ event) => this.#press(event);
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("keydown", this.onkey);
    this.addEventListener("sheet", (event) => this.#sheet(/** @type {CustomEvent} */ (event).detail));
    this.desk.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.onkey);
  }

  get #composer() {
    return /** @type {Composer | null} */ (this.querySelector("desk-composer"));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (!this.desk.staff) return;
    press(event, this.desk, {
      letters: this.letters,
      write: (mode) => this.#composer?.write(mode),
      search: () => /** @type {HTMLElement | null} */ (this.querySelector("input[type=search]"))?.focus(),
      help: () => this.#help(),
      use: (index) => this.#composer?.use(index),
      attach: () => this.#composer?.attach(),
      undo: () => this.#composer?.undo(),
      sheet: (name) => this.#sheet(name),
      filter: () => this.#filter(),
      goodwill: () => this.#goodwill(),
    });
  }

  /** @param {string} name */
  #sheet(name) {
    /** @type {Sheet | null} */ (this.querySelector(`desk-${name}`))?.show();
  }

  #filter() {
    const filters = /** @type {HTMLDetailsElement | null} */ (this.querySelector(".filters"));
    if (!filters) return;
    filters.open = true;
    filters.querySelector("select")?.focus();
  }

  /** To the first gesture that waits for a decision. */
  async #goodwill() {
    if (!this.desk.opened?.packet.goodwill.some(({ standing }) => standing === "asked")) return;
    this.customer = true;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(".decision input"))?.focus();
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
    const { staff, inbox } = this.desk;
    document.title = staff && inbox.counts.unassigned ? `(${inbox.counts.unassigned}) ${say("product")}` : say("product");
  }

  #refused() {
    const { desk } = this;
    return html`<main class="nothing">
      <h1>${say("not_for_you_title")}</h1>
      <p>${say("not_for_you", { name: desk.staff?.name ?? "" })}</p>
      <p class="line"><a class="secondary" href="/studio">${say("to_studio")}</a><button class="secondary" @click=${() => desk.signOut()}>${exit}${say("sign_out")}</button></p>
    </main>`;
  }

  render() {
    const { desk } = this;
    if (desk.staff === undefined) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    if (!desk.staff) return html`<staff-sign-in .door=${desk.session} .say=${say}></staff-sign-in>`;
    if (!desk.session.allowed) return this.#refused();
    const toggle = () => (this.customer = !this.customer);
    return html`
      ${desk.opened ? html`<a class="skip" href="#composer" @click=${this.#skip}>${say("skip_to_composer")}</a>` : nothing}
      ${desk.connection === "lost" ? html`<p class="lost" role="status">${warn}${say("connection_lost")}</p>` : nothing}
      <main class="panes ${desk.openId ? "reading" : ""} ${this.customer ? "with-customer" : ""}" @help=${this.#help} @customer=${toggle}>
        <h1 class="hidden">${say("product")}</h1>
        <desk-list class="pane" role="navigation" aria-label=${say("list")} .desk=${desk}></desk-list>
        <section class="pane" aria-label=${say("conversation")}><desk-conversation .desk=${desk}></desk-conversation><desk-composer .desk=${desk}></desk-composer></section>
        ${desk.opened ? html`<desk-customer class="pane" role="region" aria-label=${say("customer")} .desk=${desk}></desk-customer>` : nothing}
      </main>
      <p class="hidden" role="status">${desk.opened ? say("opened", { name: customerName(desk.opened.conversation), state: state(desk.opened.conversation) }) : nothing}</p>
      <p class="toast ${desk.notice.urgent ? "urgent" : ""}" role="status">${desk.notice.text || nothing}</p>
      <desk-me .desk=${desk}></desk-me><desk-snooze .desk=${desk}></desk-snooze><desk-transfer .desk=${desk}></desk-transfer><desk-merge .desk=${desk}></desk-merge><desk-promise .desk=${desk}></desk-promise>
      <desk-known .desk=${desk}></desk-known><desk-save-test .desk=${desk}></desk-save-test><desk-labels .desk=${desk}></desk-labels><desk-block .desk=${desk}></desk-block><desk-canned .desk=${desk}></desk-canned>
      ${help(say, SHORTCUTS, this.letters, (letters) => this.#setLetters(letters))}`;
  }

  /** The hash names the conversation, so the skip link must not change it. @param {Event} event */
  #skip(event) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (this.querySelector("#composer"))?.focus();
  }
}
