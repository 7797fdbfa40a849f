import { Failure } from "../shared/failure.js";
import { login, logout, me } from "../shared/staff.js";
/** @import { Staff } from "../shared/types.js" */

/** Who is signed in, from the first answer of the server until they leave or the session is over. */
export class Session {
  /** @param {(staff: Staff) => Promise<void>} entered @param {() => void} left @param {(error: unknown) => void} failed */
  constructor(entered, left, failed) {
    this.entered = entered;
    this.left = left;
    this.failed = failed;
    /** @type {Staff | null | undefined} undefined until the server has said who we are */
    this.staff = undefined;
    /** Whether the session ended by itself. */
    this.ended = false;
  }

  async start() {
    try {
      await this.#enter(await me());
    } catch (error) {
      this.leave(false);
      if (!isOver(error)) this.failed(error);
    }
  }

  /** @param {string} email @param {string} password */
  async signIn(email, password) {
    await login(email, password);
    await this.#enter(await me());
  }

  async signOut() {
    await logout().catch(() => {});
    this.leave(false);
  }

  /** Whether the desk is for this person at all. */
  get allowed() {
    return !!this.staff && this.staff.role !== "trainer";
  }

  /** A stream that breaks may mean that the session is over or the role another: EventSource does not say. */
  async check() {
    try {
      const staff = await me();
      if (this.staff && staff.role !== this.staff.role) await this.#enter(staff);
    } catch (error) {
      this.over(error);
    }
  }

  /** Leaves if this error says that the session is over. @param {unknown} error @returns {boolean} whether it did */
  over(error) {
    if (error instanceof Failure && error.status === 403) void this.check();
    if (!this.staff || !isOver(error)) return false;
    this.leave(true);
    return true;
  }

  /** @param {boolean} ended */
  leave(ended) {
    this.staff = null;
    this.ended = ended;
    this.left();
  }

  /** @param {Staff} staff */
  async #enter(staff) {
    this.staff = staff;
    this.ended = false;
    if (this.allowed) await this.entered(staff);
    else this.left();
  }
}

/** @param {unknown} error */
const isOver = (error) => error instanceof Failure && error.status === 401;
