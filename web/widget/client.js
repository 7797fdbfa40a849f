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

  /** @param {string} message_id @param {boolean | null} helpful */
  rate(message_id, helpful) {
    return this.#authorised("/opinions", { message_id, helpful });
  }

  /** @param {string} email */
  mail(email) {
    return this.#authorised("/mail", { email });
  }

  /** @param {string} token from the link in a letter */
  resume(token) {
    return this.#once(() => this.#keep("/resume", { token }));
  }

  end() {
    return this.#authorised("/end", {});
  }

  /** @param {{client_id: string, locale: string, text: string, person?: boolean}} message @returns {Promise<{id: string, seq: number}>} */
  send(message) {
    return this.#authorised("/messages", message);
  }

  /** @param {{client_id: string, locale: string, message_id: string, choice_id: string}} choice @returns {Promise<{id?: string, seq?: number}>} */
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
    return this.#once(async () => {
      const known = this.kept.get("token");
      if (!this.token && known) return void (this.token = known);
      try {
        await this.#keep("/sessions", {});
      } catch (error) {
        if (!(this.token && unauthorised(error))) throw error;
        this.token = null;
        await this.#keep("/sessions", {});
      }
    });
  }

  /** Whoever needs a session meanwhile waits for the same one. @param {() => Promise<void>} open */
  #once(open) {
    this.starting ??= open().finally(() => (this.starting = null));
    return this.starting;
  }

  /** @param {string} path @param {object} body */
  async #keep(path, body) {
    const { token, conversation_id } = await this.#post(path, body);
    const before = this.kept.get("conversation");
    this.token = token;
    this.kept.set("token", token);
    this.kept.set("conversation", conversation_id);
    if (before && before !== conversation_id) this.onnewconversation();
  }

  /** @returns {Record<string, string>} */
  #headers() {
    return this.token ? { Authorization: `Bearer ${this.token}` } : {};
  }

  /** @param {string} path @param {object} body @returns {Promise<any>} */
  #post(path, body) {
    const headers = { "Content-Type": "application/json", ...this.#headers() };
    return fetchJson(this.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** @param {string} path @param {object} body @returns {Promise<any>} */
  async #authorised(path, body) {
    if (!this.token) await this.start();
    try {
      return await this.#post(path, body);
    } catch (error) {
      if (!unauthorised(error)) throw error;
      await this.start();
      return this.#post(path, body);
    }
  }
}

const unauthorised = (/** @type {unknown} */ error) => error instanceof Failure && error.status === 401;
