import { get, post, send } from "../shared/staff.js";
/** @import { AroundLine, ArticleRow, Change, Deployment, Flip, Gap, GuideRow, GuideStep, Health, Inbox, IntentDetail, IntentHealth, Labelled, Models, NearExample, Run, RunDetail, Suggestion, Understood } from "./types.js" */

/** How the live model reads a text. @param {string} text @returns {Promise<Understood>} */
export const parse = (text) => post("/studio/parse", { text });

/** Examples that look like it. @param {string} text @returns {Promise<NearExample[]>} */
export const nearest = (text) => post("/studio/nearest", { text });

/** What narrows the inbox: an empty value does not. @param {Record<string, string>} filters @returns {Promise<Inbox>} */
export const inbox = (filters) => get(`/studio/inbox?${new URLSearchParams(Object.entries(filters).filter(([, value]) => value))}`);

/** @param {string} id @returns {Promise<AroundLine[]>} */
export const around = (id) => get(`/studio/inbox/${id}/around`);

/** For admins; it is logged. @param {string} id @returns {Promise<AroundLine[]>} */
export const unmasked = (id) => post(`/studio/inbox/${id}/unmasked`);

/** @param {string} id @param {{action?: string, intent?: string, text?: string}} body @returns {Promise<Labelled>} */
export const label = (id, body) => post(`/studio/inbox/${id}/label`, body);

/** @returns {Promise<IntentHealth[]>} */
export const intents = () => get("/studio/intents");

/** @returns {Promise<{file: string, line: number, message: string}[]>} */
export const problems = () => get("/studio/problems");

/** @returns {Promise<string[]>} */
export const entities = () => get("/studio/entities");

/** @param {string} name @returns {Promise<IntentDetail>} */
export const intent = (name) => get(`/studio/intents/${encodeURIComponent(name)}`);

/** Examples nearer to another intent, doubles, overlaps, marks. @returns {Promise<Health>} */
export const health = () => get("/studio/health");

/** Not to be shown again. @param {"nearer" | "double" | "suggestion"} kind @param {string} id */
export const setAside = (kind, id) => post("/studio/aside", { kind, id });

/** @param {string} name of an intent @returns {Promise<Suggestion[]>} */
export const suggestions = (name) => get(`/studio/intents/${encodeURIComponent(name)}/suggestions`);

const examples = (/** @type {string} */ intent, rest = "") => `/studio/intents/${encodeURIComponent(intent)}/examples${rest}`;

/** @param {string} intent @param {string} text @returns {Promise<Change>} */
export const addExample = (intent, text) => post(examples(intent), { text });

/** @param {string} intent @param {string} text as it stands @param {string} fresh as it should @returns {Promise<Change>} */
export const editExample = (intent, text, fresh) => send("PUT", examples(intent), { text, new: fresh });

/** @param {string} intent @param {string} text @param {string} to @returns {Promise<Change>} */
export const moveExample = (intent, text, to) => post(examples(intent, "/move"), { text, to });

/** @param {string} intent @param {string} text @returns {Promise<Change>} */
export const removeExample = (intent, text) => post(examples(intent, "/remove"), { text });

/** @param {object} intent name, description, title, reply, says, examples @returns {Promise<Change>} */
export const createIntent = (intent) => post("/studio/intents", intent);

/** @param {string} name @param {string} fresh @returns {Promise<Change>} */
export const renameIntent = (name, fresh) => send("PUT", `/studio/intents/${encodeURIComponent(name)}/name`, { name: fresh });

/** @param {string} name @param {string} into @returns {Promise<Change>} */
export const mergeIntent = (name, into) => post(`/studio/intents/${encodeURIComponent(name)}/merge`, { into });

/** @returns {Promise<{changes: Change[], git: boolean}>} */
export const changes = () => get("/studio/changes");

/** @param {string} id @returns {Promise<Change>} */
export const undo = (id) => post(`/studio/changes/${id}/undo`);

/** @param {string} message @returns {Promise<{commit: string}>} */
export const commit = (message) => post("/studio/changes/commit", { message });

/** Newest first. @returns {Promise<Run[]>} */
export const runs = () => get("/studio/runs");

/** @param {string} id @returns {Promise<RunDetail>} */
export const run = (id) => get(`/studio/runs/${id}`);

/** @param {string} note @returns {Promise<Run>} */
export const train = (note) => post("/studio/runs", { note });

/** @param {string} id @returns {Promise<Run>} */
export const cancel = (id) => post(`/studio/runs/${id}/cancel`);

/** @param {string} id @returns {Promise<Flip[]>} */
export const flips = (id) => get(`/studio/runs/${id}/flips`);

/** @param {string} id @param {string[]} flips @param {Flip["decision"]} decision @returns {Promise<Flip[]>} */
export const decide = (id, flips, decision) => post(`/studio/runs/${id}/flips`, { flips, decision });

/** @param {string} id of a run @param {string | null} reason against the gate @returns {Promise<Deployment>} */
export const promote = (id, reason) => post(`/studio/runs/${id}/promote`, { reason });

/** @returns {Promise<Models>} */
export const models = () => get("/studio/models");

/** @param {string} id of a model @returns {Promise<Deployment>} */
export const rollBack = (id) => post(`/studio/models/${id}/rollback`);

/** @returns {Promise<ArticleRow[]>} */
export const articles = () => get("/studio/articles");

/** @param {string} id @returns {Promise<{id: string, text: string}>} */
export const article = (id) => get(`/studio/articles/${encodeURIComponent(id)}`);

/** @param {string} id @param {string} before as it was opened @param {string} text @returns {Promise<Change>} */
export const saveArticle = (id, before, text) => send("PUT", `/studio/articles/${encodeURIComponent(id)}`, { before, text });

/** Named by its title; closes the gap. @param {string} text @param {string | null} gap @returns {Promise<Change>} */
export const createArticle = (text, gap) => post("/studio/articles", { text, gap });

/** @returns {Promise<GuideRow[]>} */
export const guides = () => get("/studio/guides");

/** @param {string} id @returns {Promise<{id: string, text: string, steps: GuideStep[]}>} */
export const guide = (id) => get(`/studio/guides/${encodeURIComponent(id)}`);

/** @param {string} id @param {string} before as it was opened @param {string} text @returns {Promise<Change>} */
export const saveGuide = (id, before, text) => send("PUT", `/studio/guides/${encodeURIComponent(id)}`, { before, text });

/** @returns {Promise<Gap[]>} */
export const gaps = () => get("/studio/gaps");

/** @param {string} id */
export const closeGap = (id) => post(`/studio/gaps/${id}/close`);

/** @param {string} id @returns {Promise<{text: string}>} */
export const draftTest = (id) => get(`/studio/inbox/${id}/test`);

/** @param {string} text @param {string} item_id that it came from @returns {Promise<Change>} */
export const saveTest = (text, item_id) => post("/studio/inbox/test", { text, item_id });
