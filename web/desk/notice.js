const SHOWN_MS = 6_000;

/** What is said at the edge of the page, for eyes and screen readers, and gone after a while. */
export class Notice {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.text = "";
    this.urgent = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {string} text */
  tell(text, urgent = false) {
    Object.assign(this, { text, urgent });
    clearTimeout(this.timer);
    if (text) this.timer = setTimeout(() => this.tell(""), SHOWN_MS);
    this.changed();
  }
}
