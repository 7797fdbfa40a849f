import { html } from "lit";
/** @import { Section } from "../shared/office/office.js" */

/** The parts of the studio in the order of its navigation. @type {Section[]} */
export const SECTIONS = [
  { name: "examples", draw: (office) => html`<studio-examples .office=${office}></studio-examples>`, keys: [] },
];
