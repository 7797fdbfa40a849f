/** @import { Memory } from "./memory.js" */
/** @import { Message } from "../shared/types.js" */

/** The messages that the server has, and how far the customer has read them. */
export class Talk {
  /** @param {Memory} kept */
  constructor(kept) {
    this.kept = kept;
    /** @type {Message[]} in the order of seq */
    this.messages = [];
    this.readUpTo = Number(kept.get("read") ?? 0);
    /** What the page was told of. */
    this.heardUpTo = this.readUpTo;
  }

  get last() {
    return this.messages.at(-1)?.seq ?? 0;
  }

  get unread() {
    return this.messages.filter(({ seq, author }) => seq > this.readUpTo && (author === "bot" || author === "agent"));
  }

  /** Takes what came, in any order and however often; gives what the customer has not heard of. @param {Message[]} messages */
  merge(messages) {
    const known = new Map([...this.messages, ...messages].map((message) => [message.seq, message]));
    const news = messages.filter(({ seq, author }) => author !== "customer" && seq > this.heardUpTo);
    this.messages = [...known.values()].sort((a, b) => a.seq - b.seq);
    this.heardUpTo = Math.max(this.heardUpTo, this.last);
    return news;
  }

  /** Whether that was new. */
  read() {
    if (this.last <= this.readUpTo) return false;
    this.readUpTo = this.last;
    this.kept.set("read", String(this.last));
    return true;
  }

  forget() {
    this.messages = [];
    this.readUpTo = this.heardUpTo = 0;
    this.kept.set("read", null);
  }
}
