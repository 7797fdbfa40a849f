import { Failure } from "../failure.js";
import { login, logout, me } from "../staff.js";
/** @import { TemplateResult } from "lit" */
/** @import { Shortcut } from "../help.js" */
/** @import { Say } from "../texts.js" */
/** @import { Staff } from "../types.js" */

/**
 * A part of a page for staff. `name` is what stands in the address and, as the text section_<name>, in the navigation;
 * `keys` are the shortcuts that work while it is open, for the help.
 *
 * @typedef {{name: string, draw: (office: Office) => TemplateResult, keys: Shortcut[]}} Section
 */

/** The pages that staff may also open. @type {{path: string, name: string, roles: string[]}[]} */
const PAGES = [
  { path: "/desk", name: "desk", roles: ["agent", "admin"] },
  { path: "/studio", name: "studio", roles: ["trainer", "admin"] },
  { path: "/admin", name: "admin", roles: ["admin"] },
];

/**
 * What every section of a page shares: who is signed in, where one is (`#section/what`), and what is told at the edge of
 * the page. Each section keeps its own data.
 */
export class Office extends EventTarget {
  /** @param {string} path of the page @param {Section[]} sections in the order of the navigation @param {Say} say */
  constructor(path, sections, say) {
    super();
    this.path = path;
    this.sections = sections;
    this.say = say;
    /** @type {Staff | null | undefined} undefined until the server has said who we are */
    this.staff = undefined;
    this.ended = false;
    this.notice = { text: "", urgent: false };
    this.section = sections[0].name;
    /** What of the section is open: an intent, a run. @type {string | null} */
    this.what = null;
    addEventListener("hashchange", () => this.#followHash());
    this.#followHash();
  }

  async start() {
    try {
      this.staff = await me();
    } catch (error) {
      this.staff = null;
      if (!(error instanceof Failure && error.status === 401)) this.#fail(error);
    }
    this.#changed();
  }

  /** @param {string} email @param {string} password */
  async signIn(email, password) {
    await login(email, password);
    this.ended = false;
    await this.start();
  }

  async signOut() {
    await logout().catch(() => {});
    this.#leave(false);
  }

  /** Whether this page is for this person at all. */
  get allowed() {
    return this.#mayOpen.some(({ path }) => path === this.path);
  }

  /** The other pages that this person may open. */
  get pages() {
    return this.#mayOpen.filter(({ path }) => path !== this.path);
  }

  get #mayOpen() {
    return PAGES.filter(({ roles }) => roles.includes(this.staff?.role ?? ""));
  }

  /** @param {string} section @param {string | null} [what] */
  go(section, what = null) {
    location.hash = what ? `${section}/${encodeURIComponent(what)}` : section;
  }

  /** Work whose failure is told at the edge of the page. @template T @param {() => Promise<T>} work @param {T} otherwise */
  async run(work, otherwise) {
    try {
      return await work();
    } catch (error) {
      this.#fail(error);
      return otherwise;
    }
  }

  /** Says something at the edge of the page, for eyes and screen readers. @param {string} text */
  tell(text, urgent = false) {
    this.notice = { text, urgent };
    clearTimeout(this.noticeTimer);
    if (text) this.noticeTimer = setTimeout(() => this.tell(""), urgent ? 12_000 : 6_000);
    this.#changed();
  }

  /** @param {unknown} error */
  #fail(error) {
    if (error instanceof Failure && error.status === 401 && this.staff) return this.#leave(true);
    this.tell(this.say("failed", { message: error instanceof Error ? error.message : String(error) }), true);
  }

  /** @param {boolean} ended whether the session ended by itself */
  #leave(ended) {
    this.staff = null;
    this.ended = ended;
    this.#changed();
  }

  #followHash() {
    const [section, what] = location.hash.slice(1).split("/");
    this.section = this.sections.some(({ name }) => name === section) ? section : this.sections[0].name;
    this.what = what ? decodeURIComponent(what) : null;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
