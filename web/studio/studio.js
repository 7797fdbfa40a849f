import { Failure } from "../shared/failure.js";
import { login, logout, me } from "../shared/staff.js";
import { say } from "./say.js";
import { SECTIONS } from "./sections.js";
/** @import { Staff } from "../shared/types.js" */

const TEACHING = ["trainer", "admin"];

/**
 * What every section of the studio shares: who is signed in, where one is (`#section/what`), and what is told at the
 * edge of the page. Each section keeps its own data.
 */
export class Studio extends EventTarget {
  constructor() {
    super();
    /** @type {Staff | null | undefined} undefined until the server has said who we are */
    this.staff = undefined;
    this.ended = false;
    this.notice = { text: "", urgent: false };
    this.section = SECTIONS[0].name;
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

  /** Whether the studio is for this person at all. */
  get allowed() {
    return TEACHING.includes(this.staff?.role ?? "");
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
    this.tell(say("failed", { message: error instanceof Error ? error.message : String(error) }), true);
  }

  /** @param {boolean} ended whether the session ended by itself */
  #leave(ended) {
    this.staff = null;
    this.ended = ended;
    this.#changed();
  }

  #followHash() {
    const [section, what] = location.hash.slice(1).split("/");
    this.section = SECTIONS.some(({ name }) => name === section) ? section : SECTIONS[0].name;
    this.what = what ? decodeURIComponent(what) : null;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
