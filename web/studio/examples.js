import { html } from "lit";
import { View } from "./view.js";

/** What the bot learns from, intent by intent, and how it reads a sentence now. */
export class Examples extends View {
  render() {
    return html`<div class="column"><studio-try .studio=${this.studio}></studio-try></div>`;
  }
}
