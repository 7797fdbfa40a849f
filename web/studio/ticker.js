import { View } from "../shared/office/view.js";

const SOON_MS = 1000;
const LATER_MS = 10_000;

/** A view that looks again by itself: often while something is under way, now and then otherwise. */
export class Ticker extends View {
  connectedCallback() {
    super.connectedCallback();
    this.look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** Reads what it shows. @returns {Promise<boolean>} whether something is under way */
  async read() {
    return false;
  }

  async look() {
    clearTimeout(this.timer);
    const busy = await this.read();
    if (this.isConnected) this.timer = setTimeout(() => this.look(), busy ? SOON_MS : LATER_MS);
  }
}
