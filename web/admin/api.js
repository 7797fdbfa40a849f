import { get, post, send } from "../shared/staff.js";
/** @import { About, Behind, Blocked, Entry, Figures, Measure, Member, MemberFields, Team, TeamFields } from "./types.js" */

/** What is not chosen is not sent. @param {Partial<About>} about */
const query = (about) => new URLSearchParams(Object.entries(about).filter(([, value]) => value)).toString();

/** @param {Partial<About>} about @returns {Promise<Figures>} */
export const figures = (about) => get(`/admin/figures?${query(about)}`);

/** @param {Measure} measure @param {Partial<About>} about @returns {Promise<Behind[]>} */
export const behind = (measure, about) => get(`/admin/figures/behind/${measure}?${query(about)}`);

/** @param {Partial<About>} about */
export const csv = (about) => `/api/v1/admin/figures/csv?${query(about)}`;

/** @returns {Promise<Member[]>} */
export const members = () => get("/admin/staff");

/** @param {MemberFields & {email: string, password: string}} fields @returns {Promise<Member>} */
export const hire = (fields) => post("/admin/staff", fields);

/** @param {string} id @param {MemberFields} fields @returns {Promise<Member>} */
export const changeMember = (id, fields) => send("PUT", `/admin/staff/${id}`, fields);

/** @param {string} id @param {string} password */
export const setPassword = (id, password) => send("PUT", `/admin/staff/${id}/password`, { password });

/** @returns {Promise<Team[]>} */
export const teams = () => get("/desk/teams");

/** @param {TeamFields} fields @param {string} [id] @returns {Promise<Team>} */
export const saveTeam = (fields, id) => (id ? send("PUT", `/admin/teams/${id}`, fields) : post("/admin/teams", fields));

/** @param {string} id */
export const removeTeam = (id) => send("DELETE", `/admin/teams/${id}`, {});

/** @returns {Promise<Blocked[]>} */
export const blocked = () => get("/admin/blocked");

/** @param {string} conversationId */
export const unblock = (conversationId) => send("DELETE", `/admin/blocked/${conversationId}`, {});

/** @param {string | null} cursor @returns {Promise<{entries: Entry[], next: string | null}>} */
export const log = (cursor) => get(`/admin/log${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
