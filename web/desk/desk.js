import texts from "texts:desk";
import { Failure } from "../shared/failure.js";
import { speaker } from "../shared/texts.js";
import { uuid } from "../shared/uuid.js";
import * as api from "./api.js";
import { Inbox } from "./inbox.js";
import { listen } from "./live.js";
/** @import { Opened, Staff } from "../shared/types.js" */

export const say = speaker(texts);

/** Nudges that come together are one reading. */
const TOGETHER = 150;

/** The state of the desk. Elements read it and listen for "change"; only this class writes it. */
export class Desk extends EventTarget {
  constructor() {
    super();
    /** @type {Staff | null | undefined} undefined until the server has said who we are */
    this.staff = undefined;
    this.inbox = new Inbox(() => this.#changed(), (error) => this.#fail(error));
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
    this.toldTyping = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.nudgeTimer = undefined;
    addEventListener("hashchange", () => this.#followHash());
    setInterval(() => this.staff && this.#changed(), 15_000); // waiting ages tick
  }

  async start() {
    try {
      await this.#enter(await api.me());
    } catch (error) {
      this.staff = null;
      if (!(error instanceof Failure && error.status === 401)) this.#fail(error);
      this.#changed();
    }
  }

  /** @param {string} email @param {string} password */
  async signIn(email, password) {
    await api.login(email, password);
    await this.#enter(await api.me());
  }

  async signOut() {
    await api.logout().catch(() => {});
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

  /** @param {"claim" | "release" | "resolve" | "return-to-bot"} verb */
  async move(verb) {
    if (!this.openId || this.busy) return;
    this.busy = true;
    this.#changed();
    const done = { claim: "claimed", release: "released", resolve: "proposed", "return-to-bot": "returned" };
    try {
      await api.move(this.openId, verb);
      this.tell(say(done[verb]));
    } catch (error) {
      if (error instanceof Failure && error.status === 409 && verb === "claim") await this.#lost();
      else this.#fail(error);
    }
    this.busy = false;
    await Promise.all([this.#readOpened(), this.inbox.read()]);
  }

  /** @param {string} id @param {string} text @param {boolean} isPrivate @param {string} [client_id] the same when tried again */
  async write(id, text, isPrivate, client_id = uuid()) {
    try {
      await api.write(id, { text, private: isPrivate, client_id });
    } catch (error) {
      if (error instanceof Failure && error.status === 401) this.#leave(true);
      throw error;
    }
    await Promise.all([this.#readOpened(), this.inbox.read()]);
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
      state: (state) => {
        if (state === "live" && this.connection === "lost") this.tell(say("connection_back"));
        if (state === "lost") this.#checkSession();
        this.connection = state;
        this.#changed();
      },
    });
    this.#changed();
    await this.inbox.read();
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
    await api.me().catch((error) => error instanceof Failure && error.status === 401 && this.#leave(true));
  }

  /** @param {string | null} id */
  #nudged(id) {
    if (id === null || id === this.openId) this.staleOpened = true;
    this.nudgeTimer ??= setTimeout(async () => {
      this.nudgeTimer = undefined;
      const both = [this.inbox.read()];
      if (this.staleOpened) both.push(this.#readOpened());
      this.staleOpened = false;
      await Promise.all(both);
    }, TOGETHER);
  }

  async #readOpened() {
    const id = this.openId;
    if (!id) return;
    try {
      const opened = await api.open(id);
      if (id !== this.openId) return;
      this.opened = opened;
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

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
