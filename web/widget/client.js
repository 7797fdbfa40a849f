import { Failure, fetchJson } from "../shared/failure.js";
/** @import { Memory } from "./memory.js" */

/**
 * The visitor API, and the token that goes with it. A session starts with the first message, not with the first
 * look: somebody who only opens the panel leaves nothing behind.
 */
export class Client {
  /** @param {string} base @param {Memory} kept */
  constructor(base, kept) {
    this.url = `${base}/api/v1/visitor`;
    this.kept = kept;
    this.token = kept.get("token");
    /** @type {Promise<void> | null} */
    this.starting = null;
    /** Called when the server gave another conversation than the one we had. */
    this.onnewconversation = () => {};
  }

  settings() {
    return fetchJson(`${this.url}/settings`);
  }

  /** @param {{client_id: string, text: string}} message @returns {Promise<{id: string, seq: number}>} */
  send(message) {
    return this.#authorised("/messages", message);
  }

  /** @param {{client_id: string, message_id: string, choice_id: string}} choice @returns {Promise<{id?: string, seq?: number}>} */
  choose(choice) {
    return this.#authorised("/choices", choice);
  }

  /** @param {number} after @param {number} wait seconds @param {AbortSignal} [signal] */
  messages(after, wait = 0, signal) {
    return fetchJson(`${this.url}/messages?after=${after}&wait=${wait}`, { headers: this.#headers(), signal });
  }

  /** @param {number} after @param {AbortSignal} signal */
  events(after, signal) {
    const headers = { ...this.#headers(), Accept: "text/event-stream" };
    return fetch(`${this.url}/stream?after=${after}`, { headers, signal, cache: "no-store" });
  }

  /** @param {number} after */
  socket(after) {
    return new WebSocket(`${this.url.replace(/^http/, "ws")}/stream?after=${after}`);
  }

  /** Starts the session, or renews it: with the old token the server gives the same conversation. */
  start() {
    this.starting ??= this.#start().finally(() => (this.starting = null));
    return this.starting;
  }

  async #start() {
    const begin = (/** @type {HeadersInit} */ headers) =>
      fetchJson(`${this.url}/sessions`, { method: "POST", headers, body: "{}" });
    const json = { "Content-Type": "application/json" };
    let session;
    try {
      session = await begin(this.token ? { ...json, ...this.#headers() } : json);
    } catch (error) {
      if (!(error instanceof Failure && error.status === 401 && this.token)) throw error;
      session = await begin(json);
    }
    const before = this.kept.get("conversation");
    this.token = session.token;
    this.kept.set("token", session.token);
    this.kept.set("conversation", session.conversation_id);
    if (before && before !== session.conversation_id) this.onnewconversation();
  }

  #headers() {
    return { Authorization: `Bearer ${this.token}` };
  }

  /** @param {string} path @param {object} body @returns {Promise<any>} */
  async #authorised(path, body) {
    if (!this.token) await this.start();
    const post = () =>
      fetchJson(this.url + path, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...this.#headers() },
        body: JSON.stringify(body),
      });
    try {
      return await post();
    } catch (error) {
      if (!(error instanceof Failure && error.status === 401)) throw error;
      await this.start();
      return post();
    }
  }
}
