import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { clockTime } from "../shared/time.js";
import { address, size } from "./attached.js";
import { prose } from "../shared/prose.js";
import { marked } from "./mentions.js";
import { say } from "./say.js";
import { bot, join, lock, page, person, thumb } from "../shared/icons.js";
import { dateTime, plain } from "./words.js";
/** @import { Desk } from "./desk.js" */
/** @import { Attached, DeskMessage, Move, Opened } from "../shared/types.js" */

/** Messages and what happened between them, oldest first. @param {Desk} desk @param {Opened} opened */
export function timeline(desk, { messages, merged, events, earlier }) {
  const from = earlier ? messages[0].created_at : "";
  // Messages stand in the order of their seq, whatever the clock did meanwhile; an event finds its place between them.
  let latest = "";
  const when = (/** @type {DeskMessage} */ one) => (latest = one.created_at > latest ? one.created_at : latest);
  /** @type {{at: string, key: string, draw: () => unknown}[]} */
  const lines = [
    ...messages.map((one) => ({ at: when(one), key: one.id, draw: () => message(desk, one) })),
    ...merged.flatMap((other) => other.messages.filter((one) => one.created_at >= from).map((one) => ({ at: one.created_at, key: one.id, draw: () => message(desk, one, true) }))),
    ...events.filter((one) => worthALine(one) && one.at >= from).map((one) => ({ at: one.at, key: `${one.at}${one.to}`, draw: () => move(one) })),
  ];
  lines.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return repeat(lines, ({ key }) => key, ({ draw }) => draw());
}

/** A move, or a remark that explains what stands here. @param {Move} event */
const worthALine = ({ from, to, reason }) => (from && to ? from !== to : reason === "merged_from" || reason === "went_on_here");

/** It was said in a conversation that was merged into this one. */
const other = html`<span class="tag">${join}${say("merged_from")}</span>`;

/** @param {Desk} desk @param {DeskMessage} message @param {boolean} [elsewhere] it was said in one that was merged */
function message(desk, message, elsewhere = false) {
  const { author, kind, text, created_at } = message;
  if (kind === "notice") return html`<p class="activity">${elsewhere ? other : nothing}<span dir="auto">${text}</span> <time datetime=${created_at} title=${dateTime(created_at)}>${clockTime(created_at)}</time></p>`;
  const name = [writer(desk, message), message.private && say("private_note"), elsewhere && say("merged_from"), clockTime(created_at)].filter(Boolean).join(", ");
  return html`<article aria-label=${name} class="message ${author} ${message.private ? "note" : ""} ${elsewhere ? "elsewhere" : ""}">
    <header>
      <span class="face" aria-hidden="true">${message.private ? lock : author === "bot" || author === "system" ? bot : person}</span>
      <strong dir="auto">${writer(desk, message)}</strong>
      ${message.private ? html`<span class="tag secret">${say("private_note")}</span><span class="hidden">${say("only_staff")}</span>` : nothing}
      ${elsewhere ? other : nothing}
      <time datetime=${created_at} title=${dateTime(created_at)}>${clockTime(created_at)}</time>
    </header>
    ${message.file ? attached(message.file) : html`<div class="text" dir="auto">${author === "customer" ? text : prose(text, marked(desk, message.mentions ?? []))}</div>`}
    ${message.link ? html`<a class="chip" href=${message.link.url} target="_blank" rel="noopener">${page}${message.link.title}</a>` : nothing}
    ${message.choices?.length ? offered(message) : nothing}
    ${message.helpful == null ? nothing : html`<p class="opinion ${message.helpful ? "up" : "down"}">${thumb}${say(message.helpful ? "thumb_up" : "thumb_down")}</p>`}
    ${nlu(message)}
  </article>`;
}

/** A picture by itself, anything else by its name; both only ever as a download. @param {Attached} file */
function attached(file) {
  const url = address(file);
  return html`<a class="chip file" href=${url} download=${file.name}>
    ${file.type.startsWith("image/") ? html`<img src=${url} alt="">` : page}<span dir="auto">${file.name} (${size(file.size)})</span>
  </a>`;
}

/** @param {Desk} desk @param {DeskMessage} message */
function writer(desk, { author, name }) {
  if (author === "customer") return name || (desk.opened?.conversation.contact?.name ?? say("author_customer"));
  if (author === "agent") return name === desk.staff?.name ? `${name} (${say("author_you")})` : name || say("somebody");
  return say(author === "bot" ? "author_bot" : "author_system");
}

/** @param {DeskMessage} message */
function offered({ kind, choices = [], chosen }) {
  if (kind === "survey") return html`<p class="offered">${say("survey_sent")}${chosen ? html`: <b>${choices.find(({ id }) => id === chosen)?.title}</b>` : nothing}</p>`;
  return html`<ul class="offered" aria-label=${say("offered")}>
    ${choices.map(({ id, title }) => html`<li class=${id === chosen ? "chosen" : ""}>${title}</li>`)}
  </ul>`;
}

/** @param {DeskMessage} message */
function nlu({ author, nlu, taught }) {
  if (author !== "customer" || !nlu?.intent) return nothing;
  const confidence = Math.round((nlu.confidence ?? 0) * 100);
  return html`<p class="nlu">${say("read_as", { intent: plain(nlu.intent), confidence })}${taught ? html`<br><b>${say("taught_as", { intent: plain(taught) })}</b>` : nothing}</p>`;
}

/** @param {Move} move */
function move({ at, actor, name, to, reason }) {
  const who = name || { bot: say("author_bot"), customer: say("author_customer") }[actor] || say("system");
  // Only what the move itself does not say has a sentence.
  const why = reason && say(`reason_${reason}`) !== `reason_${reason}` ? say(`reason_${reason}`) : "";
  const key = !to || (to === "resolved" && reason === "merged") ? `moved_${reason}` : to === "assigned" && actor === "customer" ? "moved_assigned_again" : `moved_${to}`;
  return html`<p class="activity">
    <span>${say(key, { name: who })}${why ? `: ${why}` : ""}</span>
    <time datetime=${at} title=${dateTime(at)}>${clockTime(at)}</time>
  </p>`;
}
