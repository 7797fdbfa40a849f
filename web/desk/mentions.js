import { html } from "lit";
import { group, person } from "../shared/icons.js";
import { say } from "./say.js";
import { presence } from "./words.js";
/** @import { Desk } from "./desk.js" */
/** @import { Source } from "./picker.js" */
/** @import { Mentioned } from "../shared/types.js" */

/** Whom a note can call: everybody else at the desk, and the teams. @param {Desk} desk */
const callable = ({ crew, staff }) => [
  ...crew.colleagues.filter(({ id }) => id !== staff?.id).map((one) => ({ id: one.id, name: one.name, preview: presence(one), icon: person })),
  ...crew.teams.map(({ id, name }) => ({ id, name, preview: say("mention_team"), icon: group })),
];

/** What an @ offers in a note: colleagues and teams whose name, or a part of it, begins so. @type {Source} */
export const people = {
  sign: "@",
  asked: /(?:^|[\s(])@([^\n@]{0,40})$/,
  label: "picker_people",
  items(desk, query) {
    const words = query.toLowerCase();
    const begins = (/** @type {string} */ name) => name.startsWith(words) || name.includes(` ${words}`);
    return callable(desk)
      .filter(({ name }) => begins(name.toLowerCase()))
      .map(({ name, preview, icon }) => ({ name: `@${name}`, text: `@${name} `, preview, icon }));
  },
};

/** The ids of those whom this text calls. @param {Desk} desk @param {string} text */
export function calledIn(desk, text) {
  const all = callable(desk);
  const names = new Set(split(text, all.map(({ name }) => name)).filter((_, index) => index % 2));
  return all.filter(({ name }) => names.has(`@${name}`)).map(({ id }) => id);
}

/** A note's text with those whom it calls marked; for the prose of a message. @param {Desk} desk @param {Mentioned[]} mentions */
export function marked({ staff }, mentions) {
  const mine = new Set(mentions.filter((one) => one.staff.includes(String(staff?.id))).map(({ name }) => `@${name}`));
  return (/** @type {string} */ text) =>
    split(text, mentions.map(({ name }) => name)).map((piece, index) => (index % 2 ? html`<mark class="mention ${mine.has(piece) ? "yours" : ""}">${piece}</mark>` : piece));
}

/** Every second piece is one of the names, with its @; of two that fit it is the longer one. @param {string} text @param {string[]} names */
function split(text, names) {
  if (!names.length) return [text];
  const any = [...names].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return text.split(new RegExp(`(?<![\\p{L}\\p{N}])(@(?:${any.join("|")}))(?![\\p{L}\\p{N}])`, "u"));
}
