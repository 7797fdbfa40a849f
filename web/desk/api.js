import { get, post, send } from "../shared/staff.js";
import { upload as uploadFile } from "../shared/upload.js";
/** @import { Attached, Canned, Colleague, Counts, DeskMessage, Duplicate, Intent, Opened, Presence, Row, Suggestion, Team } from "../shared/types.js" */

/** @typedef {"mine" | "unassigned" | "all" | "bot"} Tab */

/** What narrows the list: an empty value does not. @typedef {{status: string, lane: string, mood: string, team: string, priority: string, label: string, promise: string, mentioned: string}} Filters */
/** @typedef {"claim" | "release" | "resolve" | "return-to-bot" | "unsnooze" | "transfer" | "snooze"} Verb */

/** What each tab of the list asks the server for. @type {Record<Tab, Record<string, string>>} */
const FILTERS = { mine: { assignee: "me", status: "assigned,confirming,snoozed" }, unassigned: { status: "queued", assignee: "none" }, all: {}, bot: { owner: "bot" } };

/** @param {Tab} tab @param {string} query @param {Filters} filters @param {string} [cursor] @returns {Promise<{conversations: Row[], next: string | null, counts?: Counts}>} */
export function list(tab, query, filters, cursor) {
  const narrowed = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
  const search = new URLSearchParams({ ...FILTERS[tab], ...narrowed, ...(query && { q: query }), ...(cursor && { cursor }) });
  return get(`/desk/conversations?${search}`);
}

/** @param {string} id @returns {Promise<Opened>} */
export const open = (id) => get(`/desk/conversations/${encodeURIComponent(id)}`);

/** @param {string} id @param {Verb} verb @param {object} [body] */
export const move = (id, verb, body) => post(`/desk/conversations/${encodeURIComponent(id)}/${verb}`, body);

/** @param {string} id @returns {Promise<Duplicate[]>} */
export const duplicates = (id) => get(`/desk/conversations/${encodeURIComponent(id)}/duplicates`);

/** @param {string} words @returns {Promise<Row[]>} */
export const search = async (words) => (await get(`/desk/conversations?${new URLSearchParams({ q: words, limit: "20" })}`)).conversations;

/** @param {string} id of the one that is closed @param {string} into @param {boolean} same_person the agent says so @returns {Promise<Row>} the one that stays */
export const merge = (id, into, same_person) => post(`/desk/conversations/${encodeURIComponent(id)}/merge`, { into, same_person });

/** @returns {Promise<Colleague[]>} */
export const colleagues = () => get("/desk/colleagues");

/** @returns {Promise<Team[]>} */
export const teams = () => get("/desk/teams");

/** @param {Presence} presence @param {boolean} keep_online */
export const setPresence = (presence, keep_online) => send("PUT", "/desk/presence", { presence, keep_online });

/** It leaves even if the page is closed meanwhile. @param {string} id @param {{text: string, files: string[], private: boolean, client_id: string, mentions: string[]}} message */
export const write = (id, message) => send("POST", `/desk/conversations/${encodeURIComponent(id)}/messages`, message, true);

/** What a file may weigh, and how many go with one message. @returns {Promise<{max_file: number, max_files: number}>} */
export const limits = () => get("/desk/limits");

/** It waits for a message that names it. @param {string} id of the conversation @param {File} file @param {(progress: number) => void} progress @param {AbortSignal} signal @returns {Promise<Attached>} */
export const upload = (id, file, progress, signal) => uploadFile(`/api/v1/desk/files?${new URLSearchParams({ conversation_id: id, name: file.name.slice(-200) })}`, file, progress, signal);

/** @param {string} id of a file that was not sent */
export const discard = (id) => send("DELETE", `/desk/files/${encodeURIComponent(id)}`, {});

/** @param {string} id @param {number} before a seq @returns {Promise<{messages: DeskMessage[], earlier: boolean}>} */
export const earlier = (id, before) => get(`/desk/conversations/${encodeURIComponent(id)}/messages?before=${before}`);

/** @returns {Promise<Canned[]>} */
export const canned = () => get("/desk/canned");

/** @param {{name: string, text: string, mark?: string}} canned `mark` as it was read @param {string} [id] of the one to change */
export const saveCanned = (canned, id) => (id ? send("PUT", `/admin/canned/${id}`, canned) : post("/admin/canned", canned));

/** @param {string} id */
export const removeCanned = (id) => send("DELETE", `/admin/canned/${id}`, {});

/** @param {string} q @returns {Promise<Suggestion[]>} */
export const articles = (q) => get(`/desk/articles?${new URLSearchParams({ q })}`);

/** @returns {Promise<Intent[]>} */
export const intents = () => get("/desk/intents");

/** @param {string} id @param {string} message_id @param {string} intent */
export const teach = (id, message_id, intent) => post(`/desk/conversations/${encodeURIComponent(id)}/lessons`, { message_id, intent });

/** @param {string} id @returns {Promise<{text: string}>} with stand-ins for what is personal */
export const draftTest = (id) => get(`/desk/conversations/${encodeURIComponent(id)}/test`);

/** @param {string} id @param {string} text @returns {Promise<{saved: boolean}>} false: suggested to the trainers */
export const keepTest = (id, text) => post(`/desk/conversations/${encodeURIComponent(id)}/test`, { text });

/** @param {string} id @param {boolean} approve @param {string} note */
export const decide = (id, approve, note) => post(`/desk/goodwill/${encodeURIComponent(id)}`, { approve, note });

/** @returns {Promise<string[]>} */
export const labels = () => get("/desk/labels");

/** @param {string} id @param {string[]} labels */
export const setLabels = (id, labels) => send("PUT", `/desk/conversations/${encodeURIComponent(id)}/labels`, { labels });

/** @param {string} id @param {{text: string, due_at: string, message_id: string | null}} promise */
export const promise = (id, promise) => post(`/desk/conversations/${encodeURIComponent(id)}/promises`, promise);

/** @param {string} id of the promise */
export const keep = (id) => post(`/desk/promises/${encodeURIComponent(id)}/keep`);

/** @param {string} id of the promise @param {string} due_at */
export const putOff = (id, due_at) => post(`/desk/promises/${encodeURIComponent(id)}/put-off`, { due_at });

/** @param {string} id @param {string} reason */
export const block = (id, reason) => send("PUT", `/admin/blocked/${encodeURIComponent(id)}`, { reason });

/** @param {string} id */
export const unblock = (id) => send("DELETE", `/admin/blocked/${encodeURIComponent(id)}`, {});

/** Both may get lost: nothing depends on them but a grey dot. @param {string} id */
export const typing = (id) => post(`/desk/conversations/${encodeURIComponent(id)}/typing`).catch(() => {});

/** @param {string} id @param {number} seq */
export const read = (id, seq) => post(`/desk/conversations/${encodeURIComponent(id)}/read`, { seq }).catch(() => {});
