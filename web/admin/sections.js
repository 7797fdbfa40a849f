import { html } from "lit";
/** @import { Section } from "../shared/office/office.js" */

/** The parts of the admin page in the order of its navigation. @type {Section[]} */
export const SECTIONS = [
  { name: "figures", draw: (office) => html`<admin-figures .office=${office}></admin-figures>`, keys: [] },
  { name: "crew", draw: (office) => html`<admin-crew .office=${office}></admin-crew>`, keys: [] },
  { name: "teams", draw: (office) => html`<admin-teams .office=${office}></admin-teams>`, keys: [] },
  { name: "hours", draw: (office) => html`<admin-hours .office=${office}></admin-hours>`, keys: [] },
  { name: "rules", draw: (office) => html`<admin-rules .office=${office}></admin-rules>`, keys: [] },
  { name: "texts", draw: (office) => html`<admin-texts .office=${office}></admin-texts>`, keys: [] },
  { name: "log", draw: (office) => html`<admin-log .office=${office}></admin-log>`, keys: [] },
];
