import { Failure } from "../shared/failure.js";
import * as api from "./api.js";
/** @import { Opened } from "../shared/types.js" */

/** A customer who types says so again before this is over. */
const TYPES_MS = 6_000;

/** How often the customer is told that somebody is writing. */
const TELL_MS = 3_000;

/** The conversation that is open, as far as it was read. */
export class Current {
  /** @param {() => void} changed @param {(error: unknown) => void} failed @param {(id: string) => void} read who read it has seen all of it */
  constructor(changed, failed, read) {
    this.changed = changed;
    this.failed = failed;
    this.seen = read;
    /** @type {string | null} */
    this.id = null;
    /** @type {Opened | null} */
    this.opened = null;
    this.customerTypes = false;
    this.readingEarlier = false;
    this.toldTyping = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.typingTimer = undefined;
    document.addEventListener("visibilitychange", () => this.opened && this.#markRead(this.opened));
  }

  /** @param {string | null} id */
  show(id) {
    this.id = id;
    this.opened = null;
    this.customerTypes = false;
    this.changed();
    this.read();
  }

  async read() {
    const { id } = this;
    if (!id) return;
    try {
      const opened = await api.open(id);
      if (id !== this.id) return;
      this.opened = withEarlier(opened, this.opened);
      if (opened.messages.at(-1)?.author === "customer") this.customerTypes = false;
      this.#markRead(opened);
    } catch (error) {
      if (error instanceof Failure && error.status === 404) location.hash = "";
      this.failed(error);
    }
    this.changed();
  }

  /** The hundred messages before the first that is shown. */
  async readEarlier() {
    const { opened } = this;
    if (!opened?.earlier || this.readingEarlier) return;
    this.readingEarlier = true;
    const before = opened.messages[0].seq;
    const page = await api.earlier(opened.conversation.id, before).catch(this.failed);
    this.readingEarlier = false;
    if (!page || this.opened?.messages[0].seq !== before) return;
    this.opened = { ...this.opened, messages: [...page.messages, ...this.opened.messages], earlier: page.earlier };
    this.changed();
  }

  /** @param {Opened} opened */
  #markRead({ conversation, messages }) {
    if (!(conversation.unread || conversation.mentioned) || document.visibilityState !== "visible") return;
    this.seen(conversation.id);
    Object.assign(conversation, { unread: 0, mentioned: false });
    api.read(conversation.id, messages.at(-1)?.seq ?? 0);
  }

  /** The customer of this conversation is writing. @param {string} id */
  typed(id) {
    if (id !== this.id) return;
    this.customerTypes = true;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => {
      this.customerTypes = false;
      this.changed();
    }, TYPES_MS);
    this.changed();
  }

  /** Lets the customer see that somebody is writing. */
  tellTyping() {
    if (!this.id || Date.now() - this.toldTyping < TELL_MS) return;
    this.toldTyping = Date.now();
    api.typing(this.id);
  }
}

/**
 * The newest messages with those that were read before them, as long as the two meet.
 *
 * @param {Opened} newest @param {Opened | null} known
 */
function withEarlier(newest, known) {
  const first = newest.messages[0]?.seq;
  if (known?.conversation.id !== newest.conversation.id || !known.messages.some(({ seq }) => seq === first)) return newest;
  const before = known.messages.filter(({ seq }) => seq < first);
  return before.length ? { ...newest, messages: [...before, ...newest.messages], earlier: known.earlier } : newest;
}
