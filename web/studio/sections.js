import { html } from "lit";
import { INBOX_KEYS } from "./inbox.js";
/** @import { Section } from "../shared/office/office.js" */

/** The parts of the studio in the order of its navigation. @type {Section[]} */
export const SECTIONS = [
  { name: "inbox", draw: (office) => html`<studio-inbox .office=${office}></studio-inbox>`, keys: INBOX_KEYS },
  { name: "examples", draw: (office) => html`<studio-examples .office=${office}></studio-examples>`, keys: [] },
  { name: "articles", draw: (office) => html`<studio-articles .office=${office}></studio-articles>`, keys: [] },
  { name: "changes", draw: (office) => html`<studio-changes .office=${office}></studio-changes>`, keys: [] },
  { name: "runs", draw: (office) => html`<studio-runs .office=${office}></studio-runs>`, keys: [] },
  { name: "models", draw: (office) => html`<studio-models .office=${office}></studio-models>`, keys: [] },
];
