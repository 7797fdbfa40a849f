import { fetchJson } from "./failure.js";
/** @import { Staff } from "./types.js" */

/** @param {string} path below /api/v1 */
export const get = (path) => fetchJson(`/api/v1${path}`);

/** @param {string} method @param {string} path @param {object} body @param {boolean} [keepalive] it leaves even if the page is closed meanwhile */
export const send = (method, path, body, keepalive = false) =>
  fetchJson(`/api/v1${path}`, { method, keepalive, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** @param {string} path @param {object} [body] */
export const post = (path, body = {}) => send("POST", path, body);

/** @returns {Promise<Staff>} */
export const me = () => get("/staff/me");

/** @param {string} email @param {string} password @returns {Promise<Staff>} */
export const login = (email, password) => post("/staff/login", { email, password });

export const logout = () => post("/staff/logout");
