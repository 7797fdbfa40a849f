import { html, nothing } from "lit";
import { clip } from "../shared/icons.js";
import { say } from "./say.js";
/** @import { Desk } from "./desk.js" */
/** @import { Letter } from "./outbox.js" */

/** The reply that can still be taken back. @param {Desk} desk @param {() => void} undo */
export function held({ outbox: { waiting }, openId }, undo) {
  return html`<div class="held" role="status">${waiting && waiting.id === openId
    ? html`<span class="left" aria-hidden="true"></span><p>${say("held")} ${summary(waiting)}</p><button type="button" class="secondary" @click=${undo}>${say("undo")} <kbd>Alt+Z</kbd></button>`
    : nothing}</div>`;
}

/** Its words and the names of its files. @param {Letter} letter */
const summary = ({ text, files }) => [text ? html`<q dir="auto">${text}</q>` : nothing, files.map(({ name }) => html`<span class="name">${clip}<bdi>${name}</bdi></span>`)];
