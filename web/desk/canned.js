/** @import { Desk } from "./desk.js" */
/** @import { Suggestion } from "../shared/types.js" */

const VARIABLE = /\{(customer_name|agent_name|order_number)\}/;

/** What is known is filled in; the rest stays visible, and `unfilled` finds it. @param {string} text @param {Desk} desk */
export function fill(text, { opened, staff }) {
  if (!opened) return text;
  const { conversation, packet, profile } = opened;
  const first = (/** @type {string | null | undefined} */ name) => name?.trim().split(/\s+/)[0];
  /** @type {Record<string, string | undefined>} */
  const known = {
    customer_name: first(conversation.contact?.name ?? profile?.name),
    agent_name: first(staff?.name),
    order_number: packet.orders[0]?.number ?? packet.entities.map(({ entity, value }) => (entity === "order_number" ? String(value) : undefined)).find(Boolean),
  };
  return text.replace(new RegExp(VARIABLE, "g"), (whole, name) => known[name] ?? whole);
}

/** The first variable that nobody has filled in. @param {string} text */
export const unfilled = (text) => VARIABLE.exec(text)?.[0];

/** An article as a link that works on any site. @param {Suggestion} article */
export const link = ({ title, url }) => `[${title.replaceAll(/[[\]]/g, "")}](${new URL(url, location.origin)})`;

/** An article's passage as an answer. @param {Suggestion} article */
export const answer = (article) => `${article.text}\n\n${link(article)}`;
