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

  /** @param {string} locale */
  settings(locale) {
    return fetchJson(`${this.url}/settings?locale=${encodeURIComponent(locale)}`);
  }

  /** @param {object} said */
  profile(said) {
    return this.#authorised("/profile", said);
  }

  /** Whoever writes next is somebody else. */
  leave() {
    this.token = null;
    for (const key of ["token", "conversation", "read", "agreed"]) this.kept.set(key, null);
  }

  /** @param {string} email */
  mail(email) {
    return this.#authorised("/mail", { email });
  }

  /** @param {string} token from the link in a letter */
  resume(token) {
    this.starting ??= this.#keep(fetchJson(`${this.url}/resume`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token }) })).finally(() => (this.starting = null));
    return this.starting;
  }

  end() {
    return this.#authorised("/end", {});
  }

  /** @param {{client_id: string, text: string, person?: boolean}} message @returns {Promise<{id: string, seq: number}>} */
  send(message) {
    return this.#authorised("/messages", message);
  }

  /** @param {{client_id: string, message_id: string, choice_id: string}} choice @returns {Promise<{id?: string, seq?: number}>} */
  choose(choice) {
    return this.#authorised("/choices", choice);
  }

  /**
   * By XMLHttpRequest, which alone tells how far it is.
   *
   * @param {File} file @param {string} client_id @param {(progress: number) => void} progress
   * @returns {Promise<{seq: number}>}
   */
  async upload(file, client_id, progress) {
    if (!this.token) await this.start();
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${this.url}/files?client_id=${client_id}&name=${encodeURIComponent(file.name.slice(-200))}`);
      request.setRequestHeader("Authorization", `Bearer ${this.token}`);
      request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
      request.onloadend = () => (request.status === 202 ? resolve(JSON.parse(request.response)) : reject(new Failure(request.status, "upload", "")));
      request.send(file);
    });
  }

  /** @param {string} id */
  async file(id) {
    const response = await fetch(`${this.url}/files/${id}`, { headers: this.#headers() });
    if (!response.ok) throw new Failure(response.status, "file", "");
    return response.blob();
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
    await this.#keep(session);
  }

  /** @param {Promise<{token: string, conversation_id: string}>} opening */
  async #keep(opening) {
    const session = await opening;
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
