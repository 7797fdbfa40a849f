import { post } from "../shared/staff.js";
/** @import { Understood } from "./types.js" */

/** How the live model reads a text. @param {string} text @returns {Promise<Understood>} */
export const parse = (text) => post("/studio/parse", { text });
