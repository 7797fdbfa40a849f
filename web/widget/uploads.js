import { Failure } from "../shared/failure.js";
import { uuid } from "../shared/uuid.js";
/** @import { Client } from "./client.js" */
/** @import { Say } from "../shared/texts.js" */

/**
 * @typedef {object} Upload
 * @property {string} client_id the same for every attempt
 * @property {string} text the file's name
 * @property {File} file
 * @property {string} created_at
 * @property {"sending"|"failed"|"refused"|"sent"} state
 * @property {number} progress 0 to 1
 * @property {string} [why] it was refused
 * @property {number} [seq]
 */

/** Files on their way to the server. They cannot survive a reload; what is not sent by then is gone. */
export class Uploads {
  /** @param {Client} client @param {() => void} changed */
  constructor(client, changed) {
    this.client = client;
    this.changed = changed;
    /** @type {Upload[]} */
    this.entries = [];
    this.limit = Infinity;
  }

  /** @param {Iterable<File>} files @param {Say} say */
  add(files, say) {
    for (const file of files) {
      /** @type {Upload} */
      const entry = { client_id: uuid(), text: file.name, file, created_at: new Date().toISOString(), state: "sending", progress: 0 };
      this.entries.push(entry);
      this.send(entry, say);
    }
  }

  /** @param {Upload} entry @param {Say} say */
  async send(entry, say) {
    entry.state = "sending";
    entry.progress = 0;
    this.changed();
    try {
      if (entry.file.size > this.limit) throw new Failure(413, "too_large", "");
      const { seq } = await this.client.upload(entry.file, entry.client_id, (progress) => {
        entry.progress = progress;
        this.changed();
      });
      entry.seq = seq;
      entry.state = "sent";
    } catch (error) {
      const { status, passing } = /** @type {Failure} */ (error);
      entry.state = passing ? "failed" : "refused";
      entry.why = status === 413 ? say("file_too_large", { limit: this.limit / 1e6 }) : say(status === 415 ? "file_type" : "refused");
    }
    this.changed();
  }

  /** @param {(entry: Upload) => boolean} arrived */
  drop(arrived) {
    this.entries = this.entries.filter((entry) => !arrived(entry));
    this.changed();
  }
}
