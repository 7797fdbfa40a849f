import { html, nothing } from "lit";
import { say } from "./say.js";
import { page } from "../shared/icons.js";
import { dateTime, named, plain } from "./words.js";
/** @import { GuideReport, GuideStep, Link, Opened } from "../shared/types.js" */

/**
 * All that an agent needs in order not to ask again, first thing in the conversation. It is open until somebody has
 * answered, except on a phone, where the summary has to do.
 *
 * @param {Opened} opened
 */
export function packet({ packet, conversation, messages }) {
  if (conversation.status === "bot") return nothing;
  const { problem, lane, topic, reason, entities, articles, considered, guides, mood, waiting_since } = packet;
  const answered = messages.some((message) => message.author === "agent" && !message.private);
  const open = !answered && matchMedia("(min-width: 801px)").matches;
  return html`<details class="packet" ?open=${open}>
    <summary><h3>${say("packet")}</h3>${reason ? html`<span>${named("reason_", reason)}</span>` : nothing}</summary>
    ${problem.length ? html`<blockquote dir="auto">${problem.map((text) => html`<p dir="auto">${text}</p>`)}</blockquote>` : nothing}
    <dl>
      ${fact(say("packet_lane"), named("lane_", lane))}
      ${fact(say("packet_topic"), topic && plain(topic))}
      ${fact(say("packet_mood"), mood && feeling(mood))}
      ${fact(say("packet_waiting"), waiting_since && dateTime(waiting_since))}
      ${fact(say("packet_facts"), entities.length && html`<ul class="facts">${entities.map(knownFact)}</ul>`)}
      ${fact(say("packet_articles"), articles.length && html`<ul class="articles">${articles.map(article)}</ul>`)}
      ${fact(say("packet_considered"), considered.length && html`<ul class="articles">${considered.map(article)}</ul>`)}
    </dl>
    ${guides.length ? html`<dl class="guides">${guides.map(guide)}</dl>` : nothing}
  </details>`;
}

/** "Angry, getting worse: “liars”, “!!”" @param {NonNullable<Opened["packet"]["mood"]>} mood */
function feeling({ label, words, trend }) {
  const state = [named("mood_", label), trend === "steady" ? "" : named("trend_", trend)].filter(Boolean).join(", ");
  return words.length ? `${state}: “${words.join("”, “")}”` : state;
}

/** @param {string} name @param {unknown} value */
const fact = (name, value) => (value ? html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>` : nothing);

/** @param {{entity: string, value: unknown}} fact */
const knownFact = ({ entity, value }) => html`<li><span>${plain(entity)}</span> ${String(value)}</li>`;

/** @param {Link} article */
const article = ({ url, title }) => html`<li>${page}<a href=${url} target="_blank" rel="noopener">${title}</a></li>`;

/** What was tried with the customer, step by step, and what each step has shown. @param {GuideReport} report */
const guide = ({ title, machine, steps, ended, asked }) =>
  fact(
    `${say("packet_guides")}: ${[title, machine].filter(Boolean).join(", ")}`,
    html`<ol class="steps">${steps.map(tried)}</ol>
      <p>${ended ? named("guide_", ended) : asked && say("guide_asked", { ask: asked })}</p>`,
  );

/** @param {GuideStep} step */
const tried = ({ title, answer, shows, how }) => html`<li>
  ${title}: ${how === "answered" ? `“${answer}”` : say(`guide_${how}`)} <span>${shows}</span>
</li>`;
