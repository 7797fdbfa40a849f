import { html, nothing } from "./draw.js";
import { Element } from "./element.js";
import { page } from "./icons.js";
import { save } from "./save.js";
/** @import { Attached } from "../shared/types.js" */

/**
 * A file in the talk. Pictures are drawn onto a canvas: only we can read them, with the token in a header, and the
 * content policy of a shop need not know of them.
 */
export class Attachment extends Element {
  constructor() {
    super();
    this.file = /** @type {Attached} */ (/** @type {unknown} */ (undefined));
    this.shown = "";
  }

  get picture() {
    return this.file.type.startsWith("image/");
  }

  drawn() {
    if (this.shown === this.file.id || !this.picture) return;
    this.shown = this.file.id;
    this.#show().catch(() => (this.shown = ""));
  }

  async #show() {
    const bitmap = await createImageBitmap(await this.chat.client.file(this.file.id));
    const canvas = /** @type {HTMLCanvasElement} */ (this.find("canvas"));
    const scale = Math.min(1, 480 / bitmap.width);
    canvas.width = bitmap.width * scale;
    canvas.height = bitmap.height * scale;
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  }

  async #save() {
    const bytes = await this.chat.client.file(this.file.id).catch(() => null);
    if (bytes) save(bytes, this.file.name);
  }

  draw() {
    const { name, size, width, height } = this.file;
    return html`<button class="file" aria-label=${this.chat.say("download", { name })} @click=${this.#save}>
      ${this.picture ? html`<canvas width=${width} height=${height}></canvas>` : nothing}
      <span>${page}<b dir="auto">${name}</b> ${size < 1e6 ? `${Math.ceil(size / 1e3)} kB` : `${(size / 1e6).toFixed(1)} MB`}</span>
    </button>`;
  }
}
