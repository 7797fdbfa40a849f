import { html } from "./draw.js";
import { faces, tick } from "./icons.js";
/** @import { Chat } from "./chat.js" */
/** @import { Choice, Message } from "../shared/types.js" */

/**
 * The buttons under a message. One may be taken once; when the talk has gone on without them they are only history.
 * They are locked by aria-disabled, because a button that is really disabled drops the keyboard's focus.
 *
 * @param {Chat} chat @param {Message} message @param {boolean} latest nothing was written since
 */
export function choices(chat, message, latest) {
  const chosen = chat.chosen(message);
  const survey = message.kind === "survey";
  const locked = chosen !== null || !(latest || survey);
  const options = message.choices ?? [];
  const draw = survey ? face : button;
  return html`<div class="${survey ? "faces" : "choices"} ${locked ? "locked" : ""}" role="group" aria-label=${chat.say(survey ? "survey" : "choose")}>
    ${options.map((choice) => draw(chat, message, choice, choice.id === chosen, locked))}
  </div>`;
}

/** @param {Chat} chat @param {Message} message @param {Choice} choice @param {boolean} taken @param {boolean} locked */
function button(chat, message, choice, taken, locked) {
  return html`<button class="choice" dir="auto" aria-disabled=${locked} aria-pressed=${taken} @click=${() => locked || chat.choose(message, choice)}>
    ${taken ? tick : ""}${choice.title}
  </button>`;
}

/** @param {Chat} chat @param {Message} message @param {Choice} choice @param {boolean} taken @param {boolean} locked */
function face(chat, message, choice, taken, locked) {
  const score = Number(choice.value);
  const labels = /** @type {string[]} */ (chat.settings.texts?.faces);
  return html`<button class="face-choice" aria-disabled=${locked} aria-pressed=${taken} @click=${() => locked || chat.choose(message, choice)}>
    ${faces[score - 1]}<span>${labels[score - 1] ?? choice.title}</span>
  </button>`;
}
