import { speaker } from "../shared/texts.js";
import { Client } from "./client.js";
import { stayConnected } from "./live.js";
import { memory } from "./memory.js";
import { Outbox } from "./outbox.js";
import { Uploads } from "./uploads.js";
import { Profile } from "./profile.js";
import { save } from "./save.js";
import { blip } from "./sound.js";
/** @import { Config } from "./config.js" */
/** @import { BeforeChat, Choice, Conversation, Frame, Message, Texts } from "../shared/types.js" */
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
    /** @type {Texts | null} none before the server has said them, and nothing is shown before */
    this.texts = null;
    /** @type {BeforeChat | null} asked before the first message */
    this.before = null;
    /** @type {string | null} when people are back, unless they are there */
    this.opensAt = null;
    this.mail = false;
    this.say = speaker({});
    /** @type {{name: string, assistant_name: string, time_zone?: string}} */
    this.company = { name: "", assistant_name: "" };
    this.limit = 4000;
    /** @type {Message[]} in the order of seq */
    this.messages = [];
    /** @type {Conversation} */
    this.conversation = { status: "bot", queue: null, typing: null };
    /** @type {{author: "bot" | "agent", name?: string} | null} */
    this.typing = null;
    /** @type {"idle" | "live" | "lost"} */
    this.connection = "idle";
    /** @type {Map<string, string>} message id to choice id, until the server says so itself */
    this.picked = new Map();
    this.readUpTo = Number(this.kept.get("read") ?? 0);
    /** What the page was told of. */
    this.heardUpTo = this.readUpTo;
    this.told = 0;
    this.visible = false;
    this.sound = this.kept.get("sound") === "on";
    /** @type {ReturnType<typeof stayConnected> | null} */
    this.live = null;
    this.outbox = new Outbox(this.client, memory("sessionStorage", place), () => this.#outboxChanged());
    this.uploads = new Uploads(this.client, () => this.#outboxChanged());
    this.profile = new Profile(this.client, () => this.#another());
    this.speak(this.locale);
    if (this.client.token) this.#connect();
  }

  get assistant() {
    return this.company.assistant_name || this.say("assistant", { company: this.company.name }).trim();
  }

  get unread() {
    return this.messages.filter(({ seq, author }) => seq > this.readUpTo && (author === "bot" || author === "agent"));
  }

  /** @param {string} text @param {{person?: boolean}} [more] */
  send(text, more) {
    this.outbox.add(text, more);
  }

  /** @param {Message} message @param {Choice} choice */
  choose(message, choice) {
    if (this.chosen(message)) return;
    this.picked.set(message.id, choice.id);
    this.outbox.add(choice.title, { choice: { message_id: message.id, choice_id: choice.id } });
  }

  /** The id of the choice that was taken, stored or still on its way. @param {Message} message */
  chosen(message) {
    return message.chosen ?? this.picked.get(message.id) ?? null;
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

  /** The talk as a text file. */
  saveTranscript() {
    const lines = this.messages.map(({ author, name, text, created_at }) => {
      const who = author === "customer" ? this.say("you") : author === "system" ? this.company.name : name || this.assistant;
      return `[${new Date(created_at).toLocaleString(this.spoken)}] ${who}: ${text}`;
    });
    save(new Blob([lines.join("\n\n"), "\n"], { type: "text/plain" }), `chat-${new Date().toISOString().slice(0, 10)}.txt`);
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
    this.before = null;
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

  /** When people are back, in words, on the company's clock as in its notices. @param {string} at */
  time(at) {
    return new Date(at).toLocaleString(this.spoken, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: this.company.time_zone });
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
    this.live?.stop();
    this.live = null;
    clearInterval(this.refresh);
    this.client.leave();
    this.outbox.drop(() => true);
    this.uploads.drop(() => true);
    this.profile.said = {};
    this.#forget();
    this.conversation = { status: "bot", queue: null, typing: null };
    this.typing = null;
    this.connection = "idle";
    this.#changed();
  }

  /** Says everything in the first of these languages that there is. @param {string} locale such as `de-AT,en` */
  async speak(locale) {
    this.locale = locale;
    try {
      const { company, texts, limits, locale: spoken, before_chat, opens_at, mail } = await this.client.settings(locale);
      this.company = company;
      this.before = this.kept.get("agreed") ? null : before_chat;
      this.opensAt = opens_at;
      this.mail = mail;
      this.texts = texts;
      this.spoken = spoken;
      this.say = speaker(texts, spoken);
      this.limit = limits.max_text;
      this.uploads.limit = limits.max_file;
    } catch {
      setTimeout(() => this.locale === locale && this.speak(locale), 5_000);
    }
    this.#changed();
  }

  #connect() {
    this.live = stayConnected(this.client, {
      after: () => this.messages.at(-1)?.seq ?? 0,
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
    const page = await this.client.messages(this.messages.at(-1)?.seq ?? 0).catch(() => null);
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
    if (!messages.length) return;
    const known = new Map(this.messages.map((message) => [message.seq, message]));
    for (const message of messages) known.set(message.seq, message);
    let heard = false;
    for (const { seq, author, kind, text } of messages) {
      if (author === "customer" || seq <= this.heardUpTo) continue;
      this.tell("message", { author, kind, text });
      heard ||= author !== "system";
    }
    this.messages = [...known.values()].sort((a, b) => a.seq - b.seq);
    this.heardUpTo = this.messages.at(-1)?.seq ?? 0;
    if (heard && this.sound) blip();
    const arrived = new Set(messages.map(({ client_id }) => client_id));
    for (const waiting of [this.outbox, this.uploads]) {
      waiting.drop((/** @type {Entry | Upload} */ { client_id, seq }) => arrived.has(client_id) || (seq !== undefined && known.has(seq)));
    }
    if (messages.some(({ author }) => author === "bot" || author === "agent")) this.typing = null;
  }

  #read() {
    const last = this.messages.at(-1)?.seq ?? 0;
    if (!this.visible || last <= this.readUpTo) return;
    this.readUpTo = last;
    this.kept.set("read", String(last));
    this.live?.tell({ type: "read", seq: last });
  }

  #forget() {
    this.messages = [];
    this.readUpTo = this.heardUpTo = 0;
    this.kept.set("read", "0");
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
