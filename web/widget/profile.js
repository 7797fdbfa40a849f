import { Failure } from "../shared/failure.js";
/** @import { Client } from "./client.js" */

/** @typedef {{id?: string, signature?: string, name?: string, email?: string, topic?: string, consent?: boolean, attributes?: Record<string, unknown>}} Said */

/** What the page said about the customer, kept until there is a session to tell it in. */
export class Profile {
  /** @param {Client} client @param {() => void} another called when this browser's chat is somebody else's */
  constructor(client, another) {
    this.client = client;
    this.another = another;
    /** @type {Said} */
    this.said = {};
    this.told = true;
  }

  /** @param {Said} said */
  add(said) {
    if (said.id && this.said.id && said.id !== this.said.id) this.said = {};
    const attributes = { ...this.said.attributes, ...said.attributes };
    this.said = { ...this.said, ...said, attributes };
    this.told = false;
    return this.tell();
  }

  async tell() {
    if (this.told || !this.client.token) return;
    this.told = true;
    try {
      await this.client.profile(this.said);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.code === "another_customer") this.another();
      else if (!error.passing) console.warn(`Careline: ${error.message}`);
      this.told = !error.passing && error.code !== "another_customer";
    }
  }
}
