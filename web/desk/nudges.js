/** Nudges that come together are one reading. */
const TOGETHER_MS = 150;

/** Collects which conversations changed, and says so once. */
export class Nudges {
  /** @param {(changed: Set<string> | undefined) => void} tell undefined after a pause of unknown content */
  constructor(tell) {
    this.tell = tell;
    /** @type {Set<string> | undefined} */
    this.changed = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {string | null} id null when nobody knows what changed */
  add(id) {
    if (id === null) this.changed = undefined;
    else this.changed?.add(id);
    this.timer ??= setTimeout(() => {
      const { changed } = this;
      this.timer = undefined;
      this.changed = new Set();
      this.tell(changed);
    }, TOGETHER_MS);
  }
}
