import { Client } from "./client.js";
import { House } from "./house.js";
import { stayConnected } from "./live.js";
import { memory } from "./memory.js";
import { Outbox } from "./outbox.js";
import { Uploads } from "./uploads.js";
import { Profile } from "./profile.js";
import { blip } from "./sound.js";
import { Talk } from "./talk.js";
/** @import { Config } from "./config.js" */
/** @import { Choice, Conversation, Frame, Message } from "../shared/types.js" */
/** @import { Said } from "./profile.js" */
/** @import { Entry } from "./outbox.js" */
/** @import { Upload } from "./uploads.js" */

/** The state of the chat. Elements read it and listen for "change"; only this class writes it. */
export class Chat extends EventTarget {
  /** @param {Config} config */
  constructor({ base, locale }) {
    super();
    const place = `careline:${base}:`;
    this.base = base;
    this.kept = memory("localStorage", place);
    this.client = new Client(base, this.kept);
    this.client.onnewconversation = () => this.#forget();
    this.locale = locale || navigator.languages.join();
    this.house = new House();
    this.talk = new Talk(this.kept);
    /** @type {Conversation} */
    this.conversation = { status: "bot", queue: null, typing: null };
    /** @type {{author: "bot" | "agent", name?: string} | null} */
    this.typing = null;
    /** @type {"idle" | "live" | "lost"} */
    this.connection = "idle";
    /** @type {Map<string, string>} message id to choice id, until the server says so itself */
    this.picked = new Map();
    this.told = 0;
    this.visible = false;
    this.sound = this.kept.get("sound") === "on";
    /** @type {ReturnType<typeof stayConnected> | null} */
    this.live = null;
    this.outbox = new Outbox(this.client, memory("sessionStorage", place), () => this.#outboxChanged());
    this.uploads = new Uploads(this.client, () => this.#outboxChanged());
    this.profile = new Profile(this.client, () => this.#another());
    this.kept.watch("conversation", () => this.#follow());
    this.speak(this.locale);
    if (this.client.token) this.#connect();
  }

  get say() {
    return this.house.say;
  }

  get settings() {
    return this.house.settings;
  }

  get messages() {
    return this.talk.messages;
  }

  get unread() {
    return this.talk.unread;
  }

  /** @param {string} text @param {{person?: boolean}} [more] */
  send(text, more) {
    this.outbox.add(text, { locale: this.settings.locale, ...more });
  }

  /** @param {Message} message @param {Choice} choice */
  choose(message, choice) {
    if (this.chosen(message)) return;
    this.picked.set(message.id, choice.id);
    this.outbox.add(choice.title, { locale: this.settings.locale, choice: { message_id: message.id, choice_id: choice.id } });
  }

  /** The id of the choice that was taken, stored or still on its way. @param {Message} message */
  chosen(message) {
    return message.chosen ?? this.picked.get(message.id) ?? null;
  }

  /** The thumb under an answer; pressed again it is taken back. @param {Message} message @param {boolean} up */
  async rate(message, up) {
    const before = message.helpful;
    message.helpful = before === up ? null : up;
    this.#changed();
    await this.client.rate(message.id, message.helpful).catch(() => (message.helpful = before));
    this.#changed();
  }

  /** @param {Iterable<File>} files */
  attach(files) {
    this.uploads.add(files, this.say);
  }

  /** @param {Entry | Upload} entry */
  retry(entry) {
    if ("file" in entry) this.uploads.send(entry, this.say);
    else this.outbox.retry(entry);
    this.live?.wake();
  }

  /** @param {boolean} visible whether the customer can see the messages */
  show(visible) {
    this.visible = visible;
    this.#read();
    this.#changed();
  }

  tellTyping() {
    this.live?.tell({ type: "typing" });
  }

  /** @param {boolean} sound */
  setSound(sound) {
    this.sound = sound;
    this.kept.set("sound", sound ? "on" : null);
    if (sound) blip();
    this.#changed();
  }

  async end() {
    await this.client.end().catch(() => (this.connection = "lost"));
    this.#changed();
  }

  /**
   * The form before the chat is filled in; false if that could not be told.
   *
   * @param {Said} said
   */
  async agree(said) {
    this.profile.said = { ...this.profile.said, ...said, consent: true };
    try {
      await this.client.profile(this.profile.said);
    } catch {
      return false;
    }
    this.kept.set("agreed", "yes");
    this.settings.before_chat = null;
    this.#changed();
    return true;
  }

  /** Answers go there as well; false if that could not be told. @param {string} email */
  askForMail(email) {
    return this.client.mail(email).then(() => true, () => false);
  }

  /** By the link in a letter. @param {string} token */
  async resume(token) {
    history.replaceState(history.state, "", location.pathname + location.search);
    this.leave();
    await this.client.resume(token).catch(() => {});
    this.#outboxChanged();
  }

  /** Takes the newest offer to go on with the bot. */
  get wayBack() {
    const offer = this.messages.findLast(({ kind, choices, chosen }) => kind === "notice" && choices?.length && !chosen);
    return offer?.choices && !this.chosen(offer) ? () => this.choose(offer, /** @type {Choice[]} */ (offer.choices)[0]) : null;
  }

  /** @param {Said} said */
  tellProfile(said) {
    return this.profile.add(said);
  }

  #another() {
    const { said } = this.profile;
    this.leave();
    this.profile.said = said;
  }

  /** The customer has signed out at the shop, or somebody else has signed in: nothing of the chat stays here. */
  leave() {
    this.client.leave();
    this.outbox.drop(() => true);
    this.uploads.drop(() => true);
    this.profile.said = {};
    this.#reset();
  }

  /** Another tab of this browser has begun a conversation, or left it. */
  #follow() {
    if (!this.kept.get("token")) return this.leave();
    this.#reset();
    this.client.token = this.kept.get("token");
    this.#outboxChanged();
  }

  #reset() {
    this.live?.stop();
    this.live = null;
    clearInterval(this.refresh);
    this.conversation = { status: "bot", queue: null, typing: null };
    this.typing = null;
    this.connection = "idle";
    this.talk.forget();
    this.speak(this.locale);
    this.#changed();
  }

  /** Says everything in the first of these languages that there is. @param {string} locale such as `de-AT,en` */
  async speak(locale) {
    this.locale = locale;
    try {
      this.house = new House(await this.client.settings(locale));
      if (this.kept.get("agreed")) this.settings.before_chat = null;
      this.uploads.limit = this.settings.limits.max_file;
    } catch {
      setTimeout(() => this.locale === locale && this.speak(locale), 5_000);
    }
    this.#changed();
  }

  #connect() {
    this.live = stayConnected(this.client, {
      after: () => this.talk.last,
      frame: (frame) => this.#receive(frame),
      state: (state) => {
        this.connection = state;
        if (state === "live") this.outbox.wake();
        this.#changed();
      },
    });
    this.refresh = setInterval(() => this.#refreshQueue(), 20_000);
  }

  /** A place in the queue moves without any message; ask now and then where the push does not tell. */
  async #refreshQueue() {
    if (this.conversation.status !== "queued" || !this.visible) return;
    const page = await this.client.messages(this.talk.last).catch(() => null);
    if (page) this.#receive({ type: "messages", ...page });
  }

  /** @param {Frame} frame */
  #receive(frame) {
    if (frame.type === "typing") this.typing = frame.on ? { author: frame.author, name: frame.name } : null;
    if (frame.type === "messages") this.#merge(frame.messages);
    if ("conversation" in frame && frame.conversation) {
      if (frame.conversation.status !== this.conversation.status) this.tell("status", frame.conversation.status);
      this.conversation = frame.conversation;
      const { typing } = frame.conversation;
      if (typing !== undefined) this.typing = typing && { author: typing };
    }
    this.#read();
    this.#changed();
    if (this.unread.length !== this.told) this.tell("unread", (this.told = this.unread.length));
  }

  /** To whoever listens on the page. @param {string} event @param {unknown} [detail] */
  tell(event, detail) {
    this.dispatchEvent(new CustomEvent(`tell-${event}`, { detail }));
  }

  /** @param {Message[]} messages */
  #merge(messages) {
    const news = this.talk.merge(messages);
    for (const { author, kind, text } of news) this.tell("message", { author, kind, text });
    if (this.sound && news.some(({ author }) => author !== "system")) blip();
    const arrived = new Set(this.messages.flatMap(({ client_id, seq }) => [client_id, seq]));
    for (const waiting of [this.outbox, this.uploads]) waiting.drop(({ client_id, seq }) => arrived.has(client_id) || arrived.has(seq));
    if (messages.some(({ author }) => author === "bot" || author === "agent")) this.typing = null;
  }

  #read() {
    if (this.visible && this.talk.read()) this.live?.tell({ type: "read", seq: this.talk.last });
  }

  #forget() {
    this.talk.forget();
    // Somebody new to the server is asked again.
    this.kept.set("agreed", null);
    this.speak(this.locale);
  }

  #outboxChanged() {
    for (const { choice, state } of this.outbox?.entries ?? []) {
      if (choice) state === "refused" ? this.picked.delete(choice.message_id) : this.picked.set(choice.message_id, choice.choice_id);
    }
    if (this.client.token) {
      if (!this.live) this.#connect();
      this.profile?.tell();
    }
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
