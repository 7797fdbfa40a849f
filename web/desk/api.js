import { fetchJson } from "../shared/failure.js";
/** @import { Counts, Opened, Row, Staff } from "../shared/types.js" */

/** @typedef {"mine" | "unassigned" | "all" | "bot"} Tab */

/** What each tab of the list asks the server for. @type {Record<Tab, Record<string, string>>} */
const FILTERS = { mine: { assignee: "me" }, unassigned: { status: "queued", assignee: "none" }, all: {}, bot: { owner: "bot" } };

const get = (/** @type {string} */ path) => fetchJson(`/api/v1${path}`);
const post = (/** @type {string} */ path, /** @type {object} */ body = {}) =>
  fetchJson(`/api/v1${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** @returns {Promise<Staff>} */
export const me = () => get("/staff/me");

/** @param {string} email @param {string} password @returns {Promise<Staff>} */
export const login = (email, password) => post("/staff/login", { email, password });

export const logout = () => post("/staff/logout");

/** @param {Tab} tab @param {string} query @param {string} [cursor] @returns {Promise<{conversations: Row[], next: string | null, counts?: Counts}>} */
export function list(tab, query, cursor) {
  const search = new URLSearchParams({ ...FILTERS[tab], ...(query && { q: query }), ...(cursor && { cursor }) });
  return get(`/desk/conversations?${search}`);
}

/** @param {string} id @returns {Promise<Opened>} */
export const open = (id) => get(`/desk/conversations/${encodeURIComponent(id)}`);

/** @param {string} id @param {"claim" | "release" | "resolve" | "return-to-bot"} verb */
export const move = (id, verb) => post(`/desk/conversations/${encodeURIComponent(id)}/${verb}`);

/** @param {string} id @param {{text: string, private: boolean, client_id: string}} message */
export const write = (id, message) => post(`/desk/conversations/${encodeURIComponent(id)}/messages`, message);

/** Both may get lost: nothing depends on them but a grey dot. @param {string} id */
export const typing = (id) => post(`/desk/conversations/${encodeURIComponent(id)}/typing`).catch(() => {});

/** @param {string} id @param {number} seq */
export const read = (id, seq) => post(`/desk/conversations/${encodeURIComponent(id)}/read`, { seq }).catch(() => {});
