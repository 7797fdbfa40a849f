import { html, nothing } from "./draw.js";
import { clockTime, dayName, sameDay } from "../shared/time.js";
import { prose } from "../shared/prose.js";
import { choices } from "./choices.js";
import { cup, page, tick, ticks, clock, thumb, warn } from "./icons.js";
/** @import { Chat } from "./chat.js" */
/** @import { Entry } from "./outbox.js" */
/** @import { Upload } from "./uploads.js" */
/** @import { Message } from "../shared/types.js" */

/** Messages of one author that follow each other within this time stand together. */
const TOGETHER = 5 * 60_000;

/** @typedef {Omit<Message, "id" | "seq"> & {message?: Message, entry?: Entry | Upload, latest?: boolean}} Line */

/** Everything in the log, oldest first: the welcome, what the server has, what is still on its way. @param {Chat} chat */
function lines(chat) {
  const { messages, outbox, uploads, say, settings: { company } } = chat;
  const lastCustomer = messages.findLast(({ author }) => author === "customer")?.seq ?? 0;
  /** @type {Line[]} */
  const stored = messages.map((message) => ({
    ...message,
    message,
    latest: message.seq > lastCustomer && outbox.entries.every(({ state }) => state === "failed" || state === "refused"),
  }));
  const pending = [...outbox.entries, ...uploads.entries].map((entry) => ({
    author: /** @type {const} */ ("customer"), kind: /** @type {const} */ ("text"),
    text: entry.text, created_at: entry.created_at, entry,
  }));
  if (messages[0] && messages[0].author !== "customer") return [...stored, ...pending];
  const created_at = messages[0]?.created_at ?? pending[0]?.created_at ?? new Date().toISOString();
  const text = say("welcome", { company: company.name });
  /** @type {Line} */
  const welcome = { author: "bot", kind: "text", text, created_at };
  return [welcome, ...stored, ...pending];
}

/** @param {Chat} chat */
export function thread(chat) {
  const all = lines(chat);
  // Lines only ever come after each other, so their places tell them apart: lit's `repeat` would weigh 0.8 kB.
  return all.map((line, index) => {
    const before = all[index - 1];
    const after = all[index + 1];
    return html`
      ${before && sameDay(before.created_at, line.created_at) ? nothing : html`<p class="day">${dayName(line.created_at, chat.say, chat.settings.locale)}</p>`}
      ${line.kind === "notice" || line.author === "system" && line.kind === "text"
        ? html`<p class="notice" dir="auto">${line.text}</p>${line.message?.choices?.length && chat.conversation.status !== "queued" ? choices(chat, line.message, false) : nothing}`
        : bubble(chat, line, !(before && together(before, line)), !(after && together(line, after)))}`;
  });
}

/** @param {Line} one @param {Line} next */
function together(one, next) {
  const notice = [one, next].some(({ kind }) => kind === "notice");
  const close = Date.parse(next.created_at) - Date.parse(one.created_at) < TOGETHER;
  return !notice && close && one.author === next.author && one.name === next.name && sameDay(one.created_at, next.created_at);
}

/** @param {Chat} chat @param {Line} line @param {boolean} first @param {boolean} last of its group */
function bubble(chat, line, first, last) {
  const { say } = chat;
  const mine = line.author === "customer";
  const name = mine ? say("you") : line.name || (line.author === "agent" ? say("person") : chat.house.assistant);
  const failed = line.entry?.state === "failed" || line.entry?.state === "refused";
  return html`
    <div class="line ${line.author} ${first ? "first" : ""} ${failed ? "failed" : ""}">
      ${first && !mine ? author(chat, line, name) : html`<span class="hidden">${say("said_by", { name })}</span>`}
      ${line.file ? html`<careline-file .chat=${chat} .file=${line.file}></careline-file>` : line.text ? html`<div class="bubble" dir="auto">${mine ? line.text : prose(line.text)}${link(chat, line)}</div>` : nothing}
      ${line.message?.choices?.length ? choices(chat, line.message, Boolean(line.latest)) : nothing}
      ${line.message?.link ? thumbs(chat, line.message) : nothing}
      ${line.entry ? delivery(chat, line.entry) : last ? html`<time datetime=${line.created_at}>${clockTime(line.created_at, chat.settings.locale)}${mine ? mark(chat, line) : nothing}</time>` : nothing}
    </div>`;
}

/** @param {Chat} chat @param {Message} message */
function thumbs(chat, message) {
  const draw = (/** @type {boolean} */ up, /** @type {string} */ label) =>
    html`<button class="icon" aria-pressed=${message.helpful === up} aria-label=${label} title=${label} @click=${() => chat.rate(message, up)}>${thumb}</button>`;
  return html`<div class="thumbs" role="group" aria-label=${chat.say("thumbs")}>${draw(true, chat.say("thumb_up"))}${draw(false, chat.say("thumb_down"))}</div>`;
}

/** Delivered, or read by a person. @param {Chat} chat @param {Line} line */
function mark({ say, conversation }, line) {
  const read = (line.message?.seq ?? 0) <= (conversation.seen_seq ?? 0);
  return html`<span class="tick">${read ? ticks : tick}<span class=${read ? "" : "hidden"}>${say(read ? "read" : "delivered")}</span></span>`;
}

/** @param {Chat} chat @param {Line} line @param {string} name */
function author({ say }, line, name) {
  const agent = line.author === "agent";
  return html`<p class="author">
    <span class="face" aria-hidden="true">${agent ? [...name][0] : cup}</span>
    <span>${name}</span><span class="kind">${say(agent ? "person" : "bot")}</span>
    <span class="hidden">:</span>
  </p>`;
}

/** @param {Chat} chat @param {Line} line */
function link(chat, { link }) {
  if (!link || !/^(https?:)?\//.test(link.url)) return nothing;
  const url = new URL(link.url, chat.base).href;
  const words = chat.say(link.url.startsWith("/p") ? "product" : "article"); // the answer itself names it
  return html`<a class="chip" href=${url} target="_blank" rel="noopener" title=${link.title} aria-label=${`${words}: ${link.title}`}>${page}<span dir="auto">${words}</span></a>`;
}

/** @param {Chat} chat @param {Entry | Upload} entry */
function delivery(chat, entry) {
  const { say } = chat;
  const says = {
    sending: "file" in entry ? say("uploading", { percent: Math.round(entry.progress * 100) }) : say("sending"),
    sent: say("sent"),
    offline: say("waiting_to_send"),
    slow: "seconds" in entry ? say("too_fast", { seconds: entry.seconds ?? 5 }) : "",
    failed: say("failed"),
    refused: "why" in entry ? entry.why : say("refused"),
  }[entry.state];
  const failed = entry.state === "failed" || entry.state === "refused";
  return html`${"file" in entry && entry.state === "sending" ? html`<progress aria-label=${entry.text} .value=${entry.progress}></progress>` : nothing}<p class="delivery" role=${failed ? "alert" : "presentation"}>
    ${failed ? warn : entry.state === "sent" ? tick : clock}<span>${says}</span>
    ${entry.state === "failed" ? html`<button class="text" @click=${() => chat.retry(entry)}>${say("retry")}</button>` : nothing}
    ${failed ? html`<button class="text" @click=${() => [chat.outbox, chat.uploads].forEach((waiting) => waiting.drop((/** @type {Entry | Upload} */ one) => one === entry))}>${say("discard")}</button>` : nothing}
  </p>`;
}
