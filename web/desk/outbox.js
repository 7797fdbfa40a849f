/** How long a reply can be taken back. */
const UNDO_MS = 5_000;

const KEPT = "careline-desk:outbox";

/** @import { Draft } from "./drafts.js" */

/** @typedef {Draft & {id: string}} Letter a reply on its way to conversation `id` */

/**
 * Holds a reply for the few seconds in which it can be taken back. It survives a reload; sent twice it arrives once,
 * because the server knows its client_id.
 */
export class Outbox {
  /**
   * @param {(letter: Letter) => Promise<void>} send
   * @param {(letter: Letter, error: unknown) => void} failed
   * @param {() => void} changed
   */
  constructor(send, failed, changed) {
    this.send = send;
    this.failed = failed;
    this.changed = changed;
    this.patience = UNDO_MS;
    /** @type {Letter | null} */
    this.waiting = kept();
    /** @type {Promise<void> | undefined} */
    this.sending = undefined;
    addEventListener("pagehide", () => void this.flush());
  }

  /** @param {Letter} letter */
  async hold(letter) {
    await this.flush();
    this.#keep(letter);
    this.timer = setTimeout(() => this.flush(), this.patience);
  }

  /** Takes it back, if it is not too late. */
  undo() {
    const letter = this.waiting;
    if (this.sending) return null;
    clearTimeout(this.timer);
    this.#keep(null);
    return letter;
  }

  /** Sends what waits, now. */
  flush() {
    clearTimeout(this.timer);
    this.sending ??= this.#go().finally(() => (this.sending = undefined));
    return this.sending;
  }

  async #go() {
    const letter = this.waiting;
    if (!letter) return;
    try {
      await this.send(letter);
      this.#keep(null);
    } catch (error) {
      this.#keep(null);
      this.failed(letter, error);
    }
  }

  /** @param {Letter | null} letter */
  #keep(letter) {
    this.waiting = letter;
    if (letter) sessionStorage.setItem(KEPT, JSON.stringify(letter));
    else sessionStorage.removeItem(KEPT);
    this.changed();
  }
}

/** @returns {Letter | null} */
function kept() {
  const letter = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  return letter && { files: [], ...letter };
}
