import { Failure } from "../shared/failure.js";
import * as api from "./api.js";
import { say } from "./say.js";
/** @import { Drafts } from "./drafts.js" */
/** @import { Attached } from "../shared/types.js" */

/**
 * A file on its way to the server, for the draft with this key.
 * @typedef {{key: string, file: File, progress: number, why: string, passing: boolean, stop: AbortController}} Upload
 */

/** Files that are added to a reply or a note. Once they have arrived they belong to its draft, and survive a reload. */
export class Attachments {
  /** @param {Drafts} drafts @param {() => void} changed */
  constructor(drafts, changed) {
    this.drafts = drafts;
    this.changed = changed;
    /** @type {Upload[]} */
    this.uploads = [];
    /** One after the other, so that they stay in the order in which they were added. */
    this.sends = Promise.resolve();
    this.limits = { max_file: Infinity, max_files: Infinity };
  }

  async readLimits() {
    this.limits = await api.limits().catch(() => this.limits);
  }

  /** Those that have not arrived. @param {string} key */
  under(key) {
    return this.uploads.filter((one) => one.key === key);
  }

  /** @param {string} key */
  busy(key) {
    return this.under(key).some(({ why }) => !why);
  }

  /** @param {string} key @param {string} id of the conversation @param {Iterable<File>} files */
  add(key, id, files) {
    for (const file of files) {
      /** @type {Upload} */
      const upload = { key, file, progress: 0, why: "", passing: false, stop: new AbortController() };
      this.uploads.push(upload);
      this.send(upload, id);
    }
  }

  /** What was refused is settled once its reply leaves. @param {string} key */
  forget(key) {
    this.uploads = this.uploads.filter((one) => one.key !== key || !one.why || one.passing);
  }

  /** @param {Upload} upload @param {string} id of the conversation */
  send(upload, id) {
    Object.assign(upload, { progress: 0, why: "" });
    this.sends = this.sends.then(() => this.#send(upload, id));
    this.changed();
  }

  /** @param {Upload} upload @param {string} id */
  async #send(upload, id) {
    const { key, file, stop } = upload;
    if (stop.signal.aborted) return;
    try {
      const { max_file, max_files } = this.limits;
      if (file.size > max_file) throw new Failure(413, "too_large", "");
      if (this.#files(key).length >= max_files) throw new Failure(422, "too_many", "");
      const arrived = await api.upload(id, file, (progress) => this.#at(upload, progress), stop.signal);
      this.drop(upload);
      if (!stop.signal.aborted) this.drafts.set(key, { files: [...this.#files(key), arrived] });
      else this.#discard(arrived);
    } catch (error) {
      if (stop.signal.aborted) return;
      upload.why = this.#why(/** @type {Failure} */ (error));
      upload.passing = /** @type {Failure} */ (error).passing;
    }
    this.changed();
  }

  /** Takes one out that has not arrived. @param {Upload} upload */
  drop(upload) {
    this.uploads = this.uploads.filter((one) => one !== upload);
    this.changed();
  }

  /** @param {Upload} upload */
  cancel(upload) {
    upload.stop.abort();
    this.drop(upload);
  }

  /** Takes one out that has arrived. @param {string} key @param {Attached} file */
  remove(key, file) {
    this.drafts.set(key, { files: this.#files(key).filter(({ id }) => id !== file.id) });
    this.#discard(file);
    this.changed();
  }

  /** What stays there all the same is cleared by the server after a day. @param {Attached} file */
  #discard({ id }) {
    api.discard(id).catch(() => {});
  }

  /** @param {string} key */
  #files(key) {
    return this.drafts.get(key)?.files ?? [];
  }

  /** @param {Upload} upload @param {number} progress */
  #at(upload, progress) {
    upload.progress = progress;
    this.changed();
  }

  /** @param {Failure} failure */
  #why({ status, code, message }) {
    const { max_file, max_files } = this.limits;
    if (status === 413) return say("file_too_large", { limit: max_file / 1e6 });
    if (code === "unsupported_file") return say("file_type");
    if (code === "too_many") return say("file_too_many", { count: max_files });
    return status === 0 ? say("file_no_network") : message;
  }
}
