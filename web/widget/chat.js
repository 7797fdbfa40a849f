import bundled from "texts:widget";
import { speaker } from "../shared/texts.js";
import { Client } from "./client.js";
import { stayConnected } from "./live.js";
import { memory } from "./memory.js";
import { Outbox } from "./outbox.js";
/** @import { Config } from "./config.js" */
/** @import { Choice, Conversation, Frame, Message } from "../shared/types.js" */
/** @import { Entry } from "./outbox.js" */

/** The state of the chat. Elements read it and listen for "change"; only this class writes it. */
export class Chat extends EventTarget {
  /** @param {Config} config */
  constructor({ base }) {
    super();
    const place = `careline:${base}:`;
    this.base = base;
    this.kept = memory("localStorage", place);
    this.client = new Client(base, this.kept);
    this.client.onnewconversation = () => this.#forget();
    this.texts = bundled;
    this.say = speaker(bundled);
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
    this.visible = false;
    /** @type {ReturnType<typeof stayConnected> | null} */
    this.live = null;
    this.outbox = new Outbox(this.client, memory("sessionStorage", place), () => this.#outboxChanged());
    this.#loadSettings();
    if (this.client.token) this.#connect();
  }

  get assistant() {
    return this.company.assistant_name || this.say("assistant", { company: this.company.name }).trim();
  }

  get unread() {
    return this.messages.filter(({ seq, author }) => seq > this.readUpTo && (author === "bot" || author === "agent"));
  }

  /** @param {string} text */
  send(text) {
    this.outbox.add(text);
  }

  /** @param {Message} message @param {Choice} choice */
  choose(message, choice) {
    if (this.chosen(message)) return;
    this.picked.set(message.id, choice.id);
    this.outbox.add(choice.title, { message_id: message.id, choice_id: choice.id });
  }

  /** The id of the choice that was taken, stored or still on its way. @param {Message} message */
  chosen(message) {
    return message.chosen ?? this.picked.get(message.id) ?? null;
  }

  /** @param {Entry} entry */
  retry(entry) {
    this.outbox.retry(entry);
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

  async #loadSettings() {
    try {
      const { company, texts, limits } = await this.client.settings();
      this.company = { ...this.company, ...company };
      this.texts = { ...bundled, ...texts };
      this.say = speaker(this.texts);
      this.limit = limits?.max_text ?? this.limit;
    } catch {
      setTimeout(() => this.#loadSettings(), 5_000);
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
      this.conversation = frame.conversation;
      const { typing } = frame.conversation;
      if (typing !== undefined) this.typing = typing && { author: typing };
    }
    this.#read();
    this.#changed();
  }

  /** @param {Message[]} messages */
  #merge(messages) {
    if (!messages.length) return;
    const known = new Map(this.messages.map((message) => [message.seq, message]));
    for (const message of messages) known.set(message.seq, message);
    this.messages = [...known.values()].sort((a, b) => a.seq - b.seq);
    const arrived = new Set(messages.map(({ client_id }) => client_id));
    this.outbox.drop(({ client_id, seq }) => arrived.has(client_id) || (seq !== undefined && known.has(seq)));
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
    this.readUpTo = 0;
    this.kept.set("read", "0");
  }

  #outboxChanged() {
    for (const { choice, state } of this.outbox?.entries ?? []) {
      if (choice) state === "refused" ? this.picked.delete(choice.message_id) : this.picked.set(choice.message_id, choice.choice_id);
    }
    if (!this.live && this.client.token) this.#connect();
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
