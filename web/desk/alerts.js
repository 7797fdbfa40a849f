import { say } from "./say.js";
/** @import { Counts } from "../shared/types.js" */

const KEPT = "careline-desk:alerts";

/** A tone and a browser notification for what is new: who waits, what is mine, a note that calls me, a late promise. */
export class Alerts {
  /** @param {(text: string) => void} say what calls somebody by name is told on the page as well */
  constructor(say) {
    this.say = say;
    /** Both are off until somebody asks for them. */
    this.wanted = { sound: false, notice: false, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
    /** @type {Counts | null} */
    this.before = null;
  }

  /** False if the browser refuses. @param {"sound" | "notice"} kind @param {boolean} on */
  async set(kind, on) {
    if (on && kind === "notice" && (await Notification.requestPermission()) !== "granted") return false;
    this.wanted[kind] = on;
    localStorage.setItem(KEPT, JSON.stringify(this.wanted));
    if (on && kind === "sound") tone();
    return true;
  }

  /** Compares with what was there before. What somebody is looking at is no news to them. @param {Counts} counts */
  look(counts) {
    const { before } = this;
    this.before = counts;
    if (!before) return;
    if (counts.unassigned > before.unassigned) this.#tell("alert_queued");
    if (counts.mentions > before.mentions) {
      this.say(say("alert_mention"));
      this.#tell("alert_mention");
    }
    if (counts.promises_overdue > before.promises_overdue) this.#tell("alert_promise");
    if (document.hasFocus()) return;
    if (counts.mine > before.mine) this.#tell("alert_mine");
    else if (counts.mine_unread > before.mine_unread) this.#tell("alert_message");
  }

  /** @param {string} text */
  #tell(text) {
    if (this.wanted.sound) tone();
    if (!this.wanted.notice || Notification.permission !== "granted") return;
    const notice = new Notification(say("product"), { body: say(text), tag: text });
    notice.onclick = () => window.focus();
  }
}

/** Two short notes, made here: nothing to download. */
function tone() {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.value = 0.08;
  volume.connect(audio.destination);
  [660, 880].forEach((pitch, index) => {
    const note = audio.createOscillator();
    note.frequency.value = pitch;
    note.connect(volume);
    note.start(audio.currentTime + index * 0.14);
    note.stop(audio.currentTime + index * 0.14 + 0.12);
    if (index) note.onended = () => void audio.close();
  });
}
