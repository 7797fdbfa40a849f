import { html, nothing } from "./draw.js";
import { Element } from "./element.js";
import { chat as chatIcon, cross, cup, down, warn } from "./icons.js";
import styles from "./widget.css";
/** @import { Composer } from "./composer.js" */

/** @import { Config } from "./config.js" */

const PHONE = "(max-width: 480px)";

/** The launcher and the panel, in one shadow root that the shop's styles cannot reach. */
export class Widget extends Element {
  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.root.adoptedStyleSheets = [sheet];
    this.sheet = sheet;
    /** The seq up to which the preview was put away. */
    this.dismissed = 0;
    this.spoken = "";
    this.seen = () => this.chat.show(this.open && document.visibilityState === "visible");
  }

  /** Position, theme and colour; no style attribute, which a strict content policy would refuse. @param {Config} config */
  wear({ position, theme, colour }) {
    this.dataset.position = position;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const dress = () => (this.dataset.theme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme);
    dark.addEventListener("change", dress);
    dress();
    if (!colour) return;
    const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
    const on = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000" : "#fff";
    this.sheet.insertRule(`:host([data-theme]){--brand:${colour}!important;--on-brand:${on}!important;--accent:var(--ink)!important}`);
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.seen);
    this.phone = matchMedia(PHONE);
    this.phone.addEventListener("change", this.redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.seen);
    this.phone?.removeEventListener("change", this.redraw);
  }

  get open() {
    return this.hasAttribute("open");
  }

  async show() {
    if (this.open) return;
    this.toggleAttribute("open", true);
    this.seen();
    await this.redraw();
    this.#enter();
    this.chat.tell("open");
  }

  async hide() {
    if (!this.open) return;
    this.toggleAttribute("open", false);
    this.seen();
    await this.redraw();
    this.find(".launcher")?.focus();
    this.chat.tell("close");
  }

  /** Esc closes; on a phone, where the panel covers the page, Tab stays inside. @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      this.hide();
    }
    if (event.key !== "Tab" || !this.phone?.matches) return;
    const stops = /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll(".panel :is(button, a, input, select, textarea, [tabindex]):not(:disabled)")]);
    const active = /** @type {ShadowRoot} */ (this.root).activeElement;
    const [edge, next] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (active !== edge) return;
    event.preventDefault();
    next?.focus();
  }

  #enter() {
    const composer = /** @type {Composer | null} */ (this.find("careline-composer"));
    if (composer) composer.focus();
    else this.find("careline-form :is(input, select)")?.focus();
  }

  drawn() {
    const { texts, locale } = this.chat.settings;
    if (!texts || this.spoken === locale) return;
    if (!this.spoken && this.open) queueMicrotask(() => this.#enter());
    this.spoken = this.lang = locale;
    this.dir = String(texts.direction);
  }

  draw() {
    if (!this.chat.settings.texts) return nothing;
    return html`${this.open ? this.#panel() : this.#preview()}${this.#launcher()}`;
  }

  #launcher() {
    const { say, unread } = this.chat;
    const count = this.open ? 0 : unread.length;
    const label = this.open ? say("close") : count ? `${say("open")}, ${say("unread", { count })}` : say("open");
    return html`<button class="launcher" aria-label=${label} aria-expanded=${this.open} aria-haspopup="dialog" @click=${() => (this.open ? this.hide() : this.show())}>
      ${this.open ? down : chatIcon}
      ${count ? html`<span class="badge" aria-hidden="true">${count > 9 ? "9+" : count}</span>` : nothing}
    </button>`;
  }

  #preview() {
    const { unread, say } = this.chat;
    const last = unread.at(-1);
    if (!last || last.seq <= this.dismissed || !last.text) return html`<div role="status"></div>`;
    return html`<div class="preview" role="status">
      <button class="peek" @click=${this.show}>
        <strong>${last.name || (last.author === "agent" ? say("person") : this.chat.house.assistant)}</strong>
        <span dir="auto">${last.text}</span>
      </button>
      <button class="icon" aria-label=${say("discard")} @click=${() => this.#dismiss(last.seq)}>${cross}</button>
    </div>`;
  }

  /** @param {number} seq */
  #dismiss(seq) {
    this.dismissed = seq;
    this.redraw();
  }

  #panel() {
    const { say, connection, settings: { company, before_chat } } = this.chat;
    return html`<section class="panel" role="dialog" aria-modal=${Boolean(this.phone?.matches)} aria-label=${say("panel", { company: company.name || "Careline" })} @keydown=${this.#key}>
      ${this.#header()}
      <div role="status">${connection === "lost" ? html`<p class="lost">${warn}<span>${say("connection_lost")}</span></p>` : nothing}</div>
      <careline-log .chat=${this.chat}></careline-log>
      ${before_chat ? html`<careline-form .chat=${this.chat}></careline-form>` : html`<careline-composer .chat=${this.chat}></careline-composer>`}
    </section>`;
  }

  #header() {
    const { say, house: { assistant }, settings: { company } } = this.chat;
    const { status, agent: owner } = this.chat.conversation;
    const agent = (status === "assigned" || status === "confirming") && owner;
    return html`<div class="head ${agent ? "agent" : "bot"}">
      <span class="face" aria-hidden="true">${agent ? [...agent][0] : cup}</span>
      <div><h2>${agent || assistant}</h2><p>${this.#status()}${agent ? ` · ${company.name}` : ""}</p></div>
      <careline-menu .chat=${this.chat}></careline-menu>
      <button class="icon" aria-label=${say("close")} title=${say("close")} @click=${this.hide}>${cross}</button>
    </div>`;
  }

  #status() {
    const { say, connection, conversation: { status, agent } } = this.chat;
    if (connection === "lost") return say("status_offline");
    if (status === "assigned") return say("status_agent", { name: agent || say("person") });
    if (status === "queued" || status === "snoozed") return say("status_waiting");
    if (status === "confirming" || status === "resolved") return say(`status_${status}`);
    return say("status_bot");
  }
}
