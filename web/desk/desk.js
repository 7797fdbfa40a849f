import { Failure } from "../shared/failure.js";
import { Alerts } from "./alerts.js";
import * as api from "./api.js";
import { Attachments } from "./attachments.js";
import { Crew } from "./crew.js";
import { Current } from "./current.js";
import { Drafts } from "./drafts.js";
import { Inbox } from "./inbox.js";
import { listen } from "./live.js";
import { calledIn } from "./mentions.js";
import { allowed, done } from "./moves.js";
import { Notice } from "./notice.js";
import { Nudges } from "./nudges.js";
import { Outbox } from "./outbox.js";
import { say } from "./say.js";
import { Session } from "./session.js";
/** @import { Verb } from "./api.js" */
/** @import { Letter } from "./outbox.js" */

/** The state of the desk: who is signed in, its parts, and what they do together. Elements read it and listen for "change". */
export class Desk extends EventTarget {
  constructor() {
    super();
    const changed = () => this.#changed();
    const failed = (/** @type {unknown} */ error) => this.#fail(error);
    this.session = new Session(() => this.#enter(), () => this.#left(), failed);
    this.notice = new Notice(changed);
    this.alerts = new Alerts((text) => this.tell(text));
    this.inbox = new Inbox(() => this.#counted(), failed);
    this.current = new Current(changed, failed, (id) => this.inbox.markRead(id));
    this.crew = new Crew(changed, failed);
    this.drafts = new Drafts();
    this.attachments = new Attachments(this.drafts, changed);
    this.nudges = new Nudges((ids) => this.#reread(ids));
    this.outbox = new Outbox(
      (letter) => this.write(letter, false),
      (letter, error) => this.#unsent(letter, error),
      changed,
    );
    /** @type {string[]} those in use */
    this.labels = [];
    /** @type {"live" | "lost"} */
    this.connection = "live";
    this.busy = false;
    this.stop = () => {};
    addEventListener("hashchange", () => this.#followHash());
    setInterval(() => this.staff && this.#changed(), 15_000); // waiting ages tick
  }

  start() {
    return this.session.start();
  }

  async signOut() {
    await this.outbox.flush();
    await this.session.signOut();
  }

  get staff() {
    return this.session.staff;
  }

  /** The conversation that is open, and what was read of it. */
  get openId() {
    return this.current.id;
  }

  get opened() {
    return this.current.opened;
  }

  /** @param {string | null} id */
  open(id) {
    location.hash = id ? `c=${id}` : "";
  }

  /** @param {1 | -1} step */
  openNext(step) {
    const id = this.inbox.beside(this.openId, step);
    if (id) this.open(id);
  }

  /** Whether the conversation that is open is ours. */
  get mine() {
    return this.opened?.conversation.assignee?.id === this.staff?.id;
  }

  /** Whether the server would take this now. @param {Verb} verb */
  can(verb) {
    return !!this.opened && allowed(verb, this.opened.conversation, this.mine);
  }

  /** @param {Verb} verb @param {object} [body] */
  async move(verb, body) {
    if (!this.openId || this.busy) return;
    this.busy = true;
    this.#changed();
    await this.outbox.flush(); // what was said comes before what is done
    try {
      await api.move(this.openId, verb, body);
      this.tell(done(verb));
    } catch (error) {
      if (error instanceof Failure && error.status === 409 && verb === "claim") await this.#lost();
      else this.#fail(error);
    }
    this.busy = false;
    await Promise.all([this.refresh(), this.crew.read()]);
  }

  /** @param {Letter} letter a reply or a note; tried again it is the same @param {boolean} isPrivate */
  async write({ id, text, files, client_id }, isPrivate) {
    const mentions = isPrivate ? calledIn(this, text) : [];
    try {
      await api.write(id, { text, files: files.map((file) => file.id), private: isPrivate, client_id, mentions });
    } catch (error) {
      this.session.over(error);
      throw error;
    }
    await this.refresh();
  }

  async readLabels() {
    this.labels = await this.run(api.labels, this.labels);
    this.#changed();
  }

  /** Reads again what is on the page. */
  async refresh() {
    await Promise.all([this.current.read(), this.inbox.read(this.openId ? [this.openId] : [])]);
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

  /** Lets the customer see that somebody is writing. */
  tellTyping() {
    if (this.mine) this.current.tellTyping();
  }

  /** @param {string} text */
  tell(text, urgent = false) {
    this.notice.tell(text, urgent);
  }

  /** @param {Letter} letter @param {unknown} error */
  #unsent(letter, error) {
    this.drafts.giveBack(`${letter.id} reply`, letter);
    this.tell(say("not_sent", { message: error instanceof Error ? error.message : String(error) }), true);
  }

  async #enter() {
    this.stop();
    this.stop = listen({
      nudge: (id) => this.nudges.add(id),
      typing: (id) => this.current.typed(id),
      presence: () => void this.crew.read(),
      state: (state) => this.#connected(state),
    });
    this.#changed();
    void this.outbox.flush(); // what a reload interrupted
    await Promise.all([this.inbox.read(), this.crew.read(), this.crew.readTeams(), this.readLabels(), this.attachments.readLimits()]);
    const { mine, unassigned } = this.inbox.counts;
    if (mine && !unassigned) await this.inbox.show("mine");
    this.#followHash();
  }

  /** @param {"live" | "lost"} state */
  #connected(state) {
    if (state === "live" && this.connection === "lost") this.tell(say("connection_back"));
    if (state === "lost") this.session.check();
    this.connection = state;
    this.#changed();
  }

  #left() {
    this.stop();
    this.inbox.empty();
    this.current.opened = null;
    this.#changed();
  }

  /** @param {Set<string> | undefined} ids of conversations that changed; undefined when nobody knows */
  async #reread(ids) {
    const stale = !ids || (this.openId && ids.has(this.openId));
    await Promise.all([this.inbox.read(ids), stale ? this.current.read() : undefined]);
  }

  #followHash() {
    const id = /^#c=(.+)$/.exec(location.hash)?.[1] ?? null;
    if (this.staff && id !== this.openId) this.current.show(id);
  }

  async #lost() {
    await this.current.read();
    const name = this.opened?.conversation.assignee?.name;
    this.tell(name ? say("taken", { name }) : say("taken_by_someone"), true);
  }

  /** @param {unknown} error */
  #fail(error) {
    if (this.session.over(error)) return;
    this.tell(say("failed", { message: error instanceof Error ? error.message : String(error) }), true);
  }

  #counted() {
    if (this.inbox.loaded) this.alerts.look(this.inbox.counts);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
