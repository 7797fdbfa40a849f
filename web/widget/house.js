import { speaker } from "../shared/texts.js";
/** @import { BeforeChat, Texts } from "../shared/types.js" */

/**
 * @typedef {object} Settings
 * @property {{name: string, assistant_name: string, time_zone?: string}} company
 * @property {Texts | null} texts
 * @property {string} locale
 * @property {BeforeChat | null} before_chat asked before the first message
 * @property {string | null} opens_at when people are back, unless they are there
 * @property {boolean} mail whether answers can go out by e-mail as well
 * @property {{max_text: number, max_file: number}} limits characters of a message, bytes of a file
 */

/** Until the server has said them; nothing is shown before. */
const UNSAID = /** @type {Settings} */ (/** @type {unknown} */ ({ company: {}, limits: {} }));

/** What the server says about itself, in one language: names, texts, limits. */
export class House {
  constructor(settings = UNSAID) {
    this.settings = settings;
    this.say = speaker(settings.texts ?? {}, settings.locale);
  }

  get assistant() {
    const { assistant_name, name } = this.settings.company;
    return assistant_name || this.say("assistant", { company: name }).trim();
  }

  /** When people are back, in words, on the company's clock as in its notices. @param {string} at */
  time(at) {
    const { locale, company } = this.settings;
    return new Date(at).toLocaleString(locale, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: company.time_zone });
  }
}
