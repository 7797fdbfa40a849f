import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { clockTime, dayName, sameDay } from "../shared/time.js";
import { prose } from "../shared/prose.js";
import { choices } from "./choices.js";
import { cup, page, tick, clock, warn } from "./icons.js";
/** @import { Chat } from "./chat.js" */
/** @import { Entry } from "./outbox.js" */
/** @import { Message } from "../shared/types.js" */

/** Messages of one author that follow each other within this time stand together. */
const TOGETHER = 5 * 60_000;

/** @typedef {Omit<Message, "id" | "seq"> & {key: string, message?: Message, entry?: Entry, latest?: boolean}} Line */

/** Everything in the log, oldest first: the welcome, what the server has, what is still on its way. @param {Chat} chat */
function lines(chat) {
  const { messages, outbox, say, company } = chat;
  const lastCustomer = messages.findLast(({ author }) => author === "customer")?.seq ?? 0;
  /** @type {Line[]} */
  const stored = messages.map((message) => ({
    ...message,
    key: message.client_id ?? `m${message.seq}`,
    message,
    latest: message.seq > lastCustomer && outbox.entries.every(({ state }) => state === "failed" || state === "refused"),
  }));
  const pending = outbox.entries.map((entry) => ({
    key: entry.client_id, author: /** @type {const} */ ("customer"), kind: /** @type {const} */ ("text"),
    text: entry.text, created_at: entry.created_at, entry,
  }));
  if (messages[0] && messages[0].author !== "customer") return [...stored, ...pending];
  const created_at = messages[0]?.created_at ?? pending[0]?.created_at ?? new Date().toISOString();
  const text = say("welcome", { company: company.name });
  /** @type {Line} */
  const welcome = { key: "welcome", author: "bot", kind: "text", text, created_at };
  return [welcome, ...stored, ...pending];
}

/** @param {Chat} chat */
export function thread(chat) {
  const all = lines(chat);
  return repeat(all, ({ key }) => key, (line, index) => {
    const before = all[index - 1];
    const after = all[index + 1];
    return html`
      ${before && sameDay(before.created_at, line.created_at) ? nothing : html`<p class="day">${dayName(line.created_at, chat.say)}</p>`}
      ${line.kind === "notice" || line.author === "system" && line.kind === "text"
        ? html`<p class="notice" dir="auto">${line.text}</p>${line.message?.choices?.length ? choices(chat, line.message, Boolean(line.latest) && chat.conversation.status === "queued") : nothing}`
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
  const name = mine ? say("you") : line.name || (line.author === "agent" ? say("person") : chat.assistant);
  const failed = line.entry?.state === "failed" || line.entry?.state === "refused";
  return html`
    <div class="line ${line.author} ${first ? "first" : ""} ${failed ? "failed" : ""}">
      ${first && !mine ? author(chat, line, name) : html`<span class="hidden">${say("said_by", { name })}</span>`}
      ${line.text ? html`<div class="bubble" dir="auto">${mine ? line.text : prose(line.text)}${link(chat, line)}</div>` : nothing}
      ${line.message?.choices?.length ? choices(chat, line.message, Boolean(line.latest)) : nothing}
      ${line.entry ? delivery(chat, line.entry) : last ? html`<time datetime=${line.created_at}>${clockTime(line.created_at)}${mine ? html`<span class="tick">${tick}<span class="hidden">${say("sent")}</span></span>` : nothing}</time>` : nothing}
    </div>`;
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
  const words = chat.say("article"); // the answer itself names the article
  return html`<a class="chip" href=${url} target="_blank" rel="noopener" title=${link.title} aria-label=${`${words}: ${link.title}`}>${page}<span dir="auto">${words}</span></a>`;
}

/** @param {Chat} chat @param {Entry} entry */
function delivery(chat, entry) {
  const { say } = chat;
  const says = {
    sending: say("sending"),
    sent: say("sent"),
    offline: say("waiting_to_send"),
    slow: say("too_fast", { seconds: entry.seconds ?? 5 }),
    failed: say("failed"),
    refused: say("refused"),
  }[entry.state];
  const failed = entry.state === "failed" || entry.state === "refused";
  return html`<p class="delivery" role=${failed ? "alert" : "presentation"}>
    ${failed ? warn : entry.state === "sent" ? tick : clock}<span>${says}</span>
    ${entry.state === "failed" ? html`<button class="text" @click=${() => chat.retry(entry)}>${say("retry")}</button>` : nothing}
    ${failed ? html`<button class="text" @click=${() => chat.outbox.drop((one) => one === entry)}>${say("discard")}</button>` : nothing}
  </p>`;
}
