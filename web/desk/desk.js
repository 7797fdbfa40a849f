import { Failure } from "../shared/failure.js";
import { login, logout, me } from "../shared/staff.js";
import { uuid } from "../shared/uuid.js";
import { Alerts } from "./alerts.js";
import * as api from "./api.js";
import { Crew } from "./crew.js";
import { Drafts } from "./drafts.js";
import { Inbox } from "./inbox.js";
import { listen } from "./live.js";
import { Outbox } from "./outbox.js";
import { say } from "./say.js";
/** @import { Verb } from "./api.js" */
/** @import { Letter } from "./outbox.js" */
/** @import { Opened, Staff } from "../shared/types.js" */

/** Nudges that come together are one reading. */
const TOGETHER = 150;

/** The state of the desk. Elements read it and listen for "change"; only this class writes it. */
export class Desk extends EventTarget {
  constructor() {
    super();
    /** @type {Staff | null | undefined} undefined until the server has said who we are */
    this.staff = undefined;
    this.alerts = new Alerts();
    this.inbox = new Inbox(() => this.#counted(), (error) => this.#fail(error));
    this.crew = new Crew(() => this.#changed(), (error) => this.#fail(error));
    this.drafts = new Drafts();
    this.outbox = new Outbox(
      ({ id, text, client_id }) => this.write(id, text, false, client_id),
      (letter, error) => this.#unsent(letter, error),
      () => this.#changed(),
    );
    /** @type {string[]} those in use */
    this.labels = [];
    /** @type {string | null} */
    this.openId = null;
    /** @type {Opened | null} */
    this.opened = null;
    /** @type {"live" | "lost"} */
    this.connection = "live";
    this.notice = { text: "", urgent: false };
    this.ended = false;
    this.busy = false;
    this.stop = () => {};
    this.customerTypes = false;
    this.readingEarlier = false;
    this.toldTyping = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.nudgeTimer = undefined;
    /** @type {Set<string> | undefined} conversations that changed; undefined after a pause of unknown content */
    this.nudged = new Set();
    addEventListener("hashchange", () => this.#followHash());
    setInterval(() => this.staff && this.#changed(), 15_000); // waiting ages tick
  }

  async start() {
    try {
      await this.#enter(await me());
    } catch (error) {
      this.staff = null;
      if (!(error instanceof Failure && error.status === 401)) this.#fail(error);
      this.#changed();
    }
  }

  /** @param {string} email @param {string} password */
  async signIn(email, password) {
    await login(email, password);
    await this.#enter(await me());
  }

  async signOut() {
    await this.outbox.flush();
    await logout().catch(() => {});
    this.#leave(false);
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
    if (!this.opened) return false;
    const { status, assignee } = this.opened.conversation;
    if (verb === "claim") return !assignee && (status === "queued" || status === "bot" || status === "confirming");
    if (verb === "transfer" && status === "queued") return true;
    return this.mine && status === (verb === "unsnooze" ? "snoozed" : "assigned");
  }

  /** @param {Verb} verb @param {object} [body] */
  async move(verb, body) {
    if (!this.openId || this.busy) return;
    this.busy = true;
    this.#changed();
    await this.outbox.flush(); // what was said comes before what is done
    const done = { claim: "claimed", release: "released", resolve: "proposed", "return-to-bot": "returned", unsnooze: "unsnoozed", snooze: "snoozed", transfer: "transferred" };
    try {
      await api.move(this.openId, verb, body);
      this.tell(say(done[verb]));
    } catch (error) {
      if (error instanceof Failure && error.status === 409 && verb === "claim") await this.#lost();
      else this.#fail(error);
    }
    this.busy = false;
    await Promise.all([this.refresh(), this.crew.read()]);
  }

  /** @param {string} id @param {string} text @param {boolean} isPrivate @param {string} [client_id] the same when tried again */
  async write(id, text, isPrivate, client_id = uuid()) {
    try {
      await api.write(id, { text, private: isPrivate, client_id });
    } catch (error) {
      if (error instanceof Failure && error.status === 401) this.#leave(true);
      throw error;
    }
    await this.refresh();
  }

  /** @param {string} messageId @param {string} intent */
  async teach(messageId, intent) {
    const id = this.openId;
    if (!id) return;
    await this.run(async () => {
      await api.teach(id, messageId, intent);
      this.tell(say("known_saved"));
      await this.refresh();
    }, undefined);
  }

  /** @param {string} id of a gesture of goodwill @param {boolean} approve @param {string} note for colleagues */
  async decide(id, approve, note) {
    await this.run(async () => {
      await api.decide(id, approve, note);
      this.tell(say(approve ? "goodwill_approved" : "goodwill_refused"));
    }, undefined);
    await this.refresh();
  }

  async readLabels() {
    this.labels = await this.run(api.labels, this.labels);
    this.#changed();
  }

  /** Reads again what is on the page. */
  async refresh() {
    await Promise.all([this.#readOpened(), this.inbox.read(this.openId ? [this.openId] : [])]);
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

  /** What did not leave is a draft again, unless something newer was begun. @param {Letter} letter @param {unknown} error */
  #unsent({ id, text, client_id }, error) {
    const key = `${id} reply`;
    const begun = this.drafts.get(key)?.text;
    this.drafts.set(key, begun ? `${text}\n${begun}` : text, begun ? undefined : client_id);
    this.tell(say("not_sent", { message: error instanceof Error ? error.message : String(error) }), true);
  }

  /** Lets the customer see that somebody is writing. */
  tellTyping() {
    if (!this.openId || !this.mine || Date.now() - this.toldTyping < 3_000) return;
    this.toldTyping = Date.now();
    api.typing(this.openId);
  }

  /** Says something at the edge of the page, for eyes and screen readers. @param {string} text */
  tell(text, urgent = false) {
    this.notice = { text, urgent };
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => this.tell(""), text ? 6_000 : 2 ** 30);
    this.#changed();
  }

  /** @param {Staff} staff */
  async #enter(staff) {
    this.staff = staff;
    this.ended = false;
    this.stop();
    this.stop = listen({
      nudge: (id) => this.#nudged(id),
      typing: (id) => this.#typed(id),
      presence: () => void this.crew.read(),
      state: (state) => {
        if (state === "live" && this.connection === "lost") this.tell(say("connection_back"));
        if (state === "lost") this.#checkSession();
        this.connection = state;
        this.#changed();
      },
    });
    this.#changed();
    void this.outbox.flush(); // what a reload interrupted
    await Promise.all([this.inbox.read(), this.crew.read(), this.crew.readTeams(), this.readLabels()]);
    const { mine, unassigned } = this.inbox.counts;
    if (mine && !unassigned) await this.inbox.show("mine");
    this.#followHash();
  }

  /** @param {boolean} ended whether the session ended by itself */
  #leave(ended) {
    this.stop();
    this.staff = null;
    this.ended = ended;
    this.inbox.empty();
    this.opened = null;
    this.#changed();
  }

  /** A stream that breaks may mean that the session is over: EventSource does not say. */
  async #checkSession() {
    await me().catch((error) => error instanceof Failure && error.status === 401 && this.#leave(true));
  }

  /** @param {string | null} id */
  #nudged(id) {
    if (id === null) this.nudged = undefined;
    else this.nudged?.add(id);
    if (id === null || id === this.openId) this.staleOpened = true;
    this.nudgeTimer ??= setTimeout(async () => {
      this.nudgeTimer = undefined;
      const both = [this.inbox.read(this.nudged)];
      this.nudged = new Set();
      if (this.staleOpened) both.push(this.#readOpened());
      this.staleOpened = false;
      await Promise.all(both);
    }, TOGETHER);
  }

  /** The hundred messages before the first that is shown. */
  async readEarlier() {
    const { opened } = this;
    if (!opened?.earlier || this.readingEarlier) return;
    this.readingEarlier = true;
    const before = opened.messages[0].seq;
    const page = await this.run(() => api.earlier(opened.conversation.id, before), null);
    this.readingEarlier = false;
    if (!page || this.opened?.messages[0].seq !== before) return;
    this.opened = { ...this.opened, messages: [...page.messages, ...this.opened.messages], earlier: page.earlier };
    this.#changed();
  }

  async #readOpened() {
    const id = this.openId;
    if (!id) return;
    try {
      const opened = await api.open(id);
      if (id !== this.openId) return;
      this.opened = withEarlier(opened, this.opened);
      if (opened.messages.at(-1)?.author === "customer") this.customerTypes = false;
      this.#markRead(opened);
    } catch (error) {
      if (error instanceof Failure && error.status === 404) this.open(null);
      this.#fail(error);
    }
    this.#changed();
  }

  /** @param {Opened} opened */
  #markRead({ conversation, messages }) {
    if (!conversation.unread || document.visibilityState !== "visible") return;
    this.inbox.markRead(conversation.id);
    api.read(conversation.id, messages.at(-1)?.seq ?? 0);
  }

  /** @param {string} id */
  #typed(id) {
    if (id !== this.openId) return;
    this.customerTypes = true;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => {
      this.customerTypes = false;
      this.#changed();
    }, 6_000);
    this.#changed();
  }

  #followHash() {
    const id = /^#c=(.+)$/.exec(location.hash)?.[1] ?? null;
    if (!this.staff || id === this.openId) return;
    this.openId = id;
    this.opened = null;
    this.customerTypes = false;
    this.#changed();
    this.#readOpened();
  }

  async #lost() {
    await this.#readOpened();
    const name = this.opened?.conversation.assignee?.name;
    this.tell(name ? say("taken", { name }) : say("taken_by_someone"), true);
  }

  /** @param {unknown} error */
  #fail(error) {
    if (error instanceof Failure && error.status === 401 && this.staff) return this.#leave(true);
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
