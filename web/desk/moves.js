import { say } from "./say.js";
/** @import { Verb } from "./api.js" */
/** @import { Row } from "../shared/types.js" */

/** What is said when a move was made. @type {Record<Verb, string>} */
const DONE = { claim: "claimed", release: "released", resolve: "proposed", "return-to-bot": "returned", unsnooze: "unsnoozed", snooze: "snoozed", transfer: "transferred" };

/** @param {Verb} verb */
export const done = (verb) => say(DONE[verb]);

/** Whether the server would take this now. @param {Verb} verb @param {Row} conversation @param {boolean} mine */
export function allowed(verb, { status, assignee }, mine) {
  if (verb === "claim") return !assignee && (status === "queued" || status === "bot" || status === "confirming");
  if (verb === "transfer" && status === "queued") return true;
  return mine && status === (verb === "unsnooze" ? "snoozed" : "assigned");
}
