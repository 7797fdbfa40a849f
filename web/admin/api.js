import { get, post, send } from "../shared/staff.js";
/** @import { About, Behind, Blocked, Canned, Entry, Figures, Label, Measure, Member, MemberFields, Rule, Team, TeamFields } from "./types.js" */

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

/** @returns {Promise<Rule[]>} */
export const rules = () => get("/admin/rules");

/** @param {string} name @param {number} number of the rule that was seen @param {object | null} fields null gives it back @returns {Promise<Rule>} */
export const saveRule = (name, number, fields) => send("PUT", `/admin/rules/${name}`, { number, fields });

/** @param {string} name @param {number} number of the rule in force @param {number} wanted @returns {Promise<Rule>} */
export const putBack = (name, number, wanted) => post(`/admin/rules/${name}/put-back`, { number, wanted });

/** @returns {Promise<Canned[]>} */
export const canned = () => get("/desk/canned");

/** @param {{name: string, text: string, mark?: string}} fields @param {string} [id] */
export const saveCanned = (fields, id) => (id ? send("PUT", `/admin/canned/${id}`, fields) : post("/admin/canned", fields));

/** @param {string} id */
export const removeCanned = (id) => send("DELETE", `/admin/canned/${id}`, {});

/** @returns {Promise<Label[]>} */
export const labels = () => get("/admin/labels");

/** @param {string} label @param {string} to */
export const renameLabel = (label, to) => post("/admin/labels/rename", { label, to });

/** @param {string} label @param {boolean} retired */
export const retireLabel = (label, retired) => post("/admin/labels/retire", { label, retired });

/** @returns {Promise<Blocked[]>} */
export const blocked = () => get("/admin/blocked");

/** @param {string} conversationId @param {string} reason */
export const unblock = (conversationId, reason) => send("DELETE", `/admin/blocked/${conversationId}`, { reason });

/** @param {string | null} cursor @returns {Promise<{entries: Entry[], next: string | null}>} */
export const log = (cursor) => get(`/admin/log${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
