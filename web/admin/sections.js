import { html } from "lit";
/** @import { Section } from "../shared/office/office.js" */

/** The parts of the admin page in the order of its navigation. @type {Section[]} */
export const SECTIONS = [
  { name: "figures", draw: (office) => html`<admin-figures .office=${office}></admin-figures>`, keys: [] },
  { name: "crew", draw: (office) => html`<admin-crew .office=${office}></admin-crew>`, keys: [] },
  { name: "teams", draw: (office) => html`<admin-teams .office=${office}></admin-teams>`, keys: [] },
  { name: "log", draw: (office) => html`<admin-log .office=${office}></admin-log>`, keys: [] },
];
