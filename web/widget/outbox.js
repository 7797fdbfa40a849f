import { backoff } from "../shared/backoff.js";
import { Failure } from "../shared/failure.js";
import { uuid } from "../shared/uuid.js";
/** @import { Client } from "./client.js" */
/** @import { Memory } from "./memory.js" */

/**
 * @typedef {object} Entry
 * @property {string} client_id the same for every attempt, so that the server takes it once
 * @property {string} text
 * @property {{message_id: string, choice_id: string}} [choice]
 * @property {boolean} [person] asks for one
 * @property {string} locale the language of the chat
 * @property {string} created_at
 * @property {"sending"|"offline"|"slow"|"failed"|"refused"|"sent"} state
 * @property {number} [seconds] until the next attempt, when we were too fast
 * @property {number} [seq]
 */

/** Answers of the server that are no refusal are tried this often before the customer is asked. */
const ATTEMPTS = 4;

/** What the customer wrote and the server has not shown yet, in order. Survives a reload of this tab. */
export class Outbox {
  /** @param {Client} client @param {Memory} kept @param {() => void} changed */
  constructor(client, kept, changed) {
    this.client = client;
    this.kept = kept;
    this.changed = changed;
    /** @type {Entry[]} */
    this.entries = JSON.parse(kept.get("outbox") ?? "[]");
    this.busy = false;
    this.wake = () => {};
    addEventListener("online", () => this.wake());
    for (const entry of this.entries) if (entry.state !== "sent") entry.state = "sending";
    if (this.entries.length) this.#pump();
  }

  /** @param {string} text @param {{locale: string, choice?: Entry["choice"], person?: boolean}} more */
  add(text, more) {
    const entry = { client_id: uuid(), text, ...more, created_at: new Date().toISOString(), state: /** @type {const} */ ("sending") };
    this.entries.push(entry);
    this.#save();
    this.#pump();
    return entry;
  }

  /** @param {Entry} entry */
  retry(entry) {
    entry.state = "sending";
    this.#save();
    this.#pump();
  }

  /** @param {(entry: Entry) => boolean} arrived */
  drop(arrived) {
    this.entries = this.entries.filter((entry) => !arrived(entry));
    this.#save();
  }

  #save() {
    this.kept.set("outbox", JSON.stringify(this.entries));
    this.changed();
  }

  async #pump() {
    if (this.busy) return;
    this.busy = true;
    let attempt = 0;
    for (;;) {
      const entry = this.entries.find(({ state }) => state !== "sent" && state !== "failed" && state !== "refused");
      if (!entry) break;
      const { client_id, text, choice, person, locale } = entry;
      try {
        const taken = choice ? await this.client.choose({ client_id, locale, ...choice }) : await this.client.send({ client_id, locale, text, person });
        entry.state = "sent";
        entry.seq = taken?.seq;
        attempt = 0;
        this.#save();
      } catch (error) {
        const failure = error instanceof Failure ? error : new Failure(0, "unknown", String(error));
        if (choice && failure.code === "already_answered") {
          // In another tab: that answer is shown, this one never was.
          choice.choice_id = failure.details.chosen;
          this.changed();
          this.drop((one) => one === entry);
          continue;
        }
        attempt += 1;
        const wait = this.#judge(entry, failure, attempt);
        this.#save();
        if (wait) await this.#pause(wait);
        else attempt = 0;
      }
    }
    this.busy = false;
  }

  /** Decides what a failure means for the entry; gives the milliseconds until the next attempt, 0 for none. @param {Entry} entry @param {Failure} failure @param {number} attempt */
  #judge(entry, failure, attempt) {
    if (failure.status === 429) {
      entry.state = "slow";
      entry.seconds = Math.max(1, Math.ceil(failure.retryAfter || 5));
      return entry.seconds * 1000;
    }
    if (failure.status === 0) {
      entry.state = "offline";
      return backoff(attempt);
    }
    if (failure.passing && attempt < ATTEMPTS) return backoff(attempt);
    entry.state = failure.passing || failure.code === "consent_needed" ? "failed" : "refused";
    return 0;
  }

  /** @param {number} ms */
  #pause(ms) {
    return new Promise((resolve) => {
      this.wake = () => resolve(undefined);
      setTimeout(this.wake, ms);
    });
  }
}
