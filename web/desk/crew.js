import * as api from "./api.js";
/** @import { Colleague, Presence, Team } from "../shared/types.js" */

/** Everybody who takes conversations: who is there, how much they have, and which teams there are. */
export class Crew {
  /** @param {() => void} changed @param {(error: unknown) => void} failed */
  constructor(changed, failed) {
    this.changed = changed;
    this.failed = failed;
    /** @type {Colleague[]} */
    this.colleagues = [];
    /** @type {Team[]} */
    this.teams = [];
  }

  /** @param {string | number | undefined} id */
  find(id) {
    return this.colleagues.find((one) => one.id === id);
  }

  async read() {
    await this.#try(async () => (this.colleagues = await api.colleagues()));
  }

  async readTeams() {
    await this.#try(async () => (this.teams = await api.teams()));
  }

  /** @param {Presence} presence @param {boolean} keepOnline also while no page of mine is open */
  async choose(presence, keepOnline) {
    await this.#try(() => api.setPresence(presence, keepOnline));
    await this.read();
  }

  /** @param {() => Promise<unknown>} work */
  async #try(work) {
    try {
      await work();
    } catch (error) {
      this.failed(error);
    }
    this.changed();
  }
}
