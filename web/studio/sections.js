import { html } from "lit";
/** @import { TemplateResult } from "lit" */
/** @import { Shortcut } from "../shared/help.js" */
/** @import { Studio } from "./studio.js" */

/**
 * The parts of the studio in the order of its navigation. `name` is what stands in the address and, as a text, in the
 * navigation; `keys` are the shortcuts that work while it is open, for the help.
 *
 * @type {{name: string, draw: (studio: Studio) => TemplateResult, keys: Shortcut[]}[]}
 */
export const SECTIONS = [
  { name: "examples", draw: (studio) => html`<studio-examples .studio=${studio}></studio-examples>`, keys: [] },
];
