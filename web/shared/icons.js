import { html, svg } from "lit";
/** @import { SVGTemplateResult } from "lit" */

/** @param {SVGTemplateResult} shapes */
const icon = (shapes) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shapes}</svg>`;

export const mark = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
  <rect width="32" height="32" rx="10"/><path d="M8 12.500a4.5 4.5 0 0 1 4.5-4.500h7a4.5 4.5 0 0 1 4.5 4.500v3a4.5 4.5 0 0 1-4.5 4.500H14l-4 4v-4.600a4.5 4.5 0 0 1-2-3.900z"/><path d="M12.5 14h7"/>
</svg>`;
export const bot = icon(svg`<rect x="5" y="8" width="14" height="11" rx="4"/><path d="M12 8V4.500M9.5 13v.01M14.5 13v.01M2.8 12.500v3M21.2 12.500v3"/>`);
export const person = icon(svg`<circle cx="12" cy="8" r="3.7"/><path d="M5 19.500c.7-3.6 3.5-5.4 7-5.400s6.3 1.8 7 5.4"/>`);
export const clock = icon(svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.500V12l3 2"/>`);
export const lock = icon(svg`<rect x="5.5" y="10.5" width="13" height="9" rx="2.5"/><path d="M8.5 10.500V8a3.5 3.5 0 0 1 7 0v2.5"/>`);
export const back = icon(svg`<path d="m14 6-6 6 6 6"/>`);
export const cross = icon(svg`<path d="m6.5 6.5 11 11m0-11-11 11"/>`);
export const details = icon(svg`<rect x="3.5" y="5" width="17" height="14" rx="3"/><path d="M14.5 5v14"/>`);
export const funnel = icon(svg`<path d="M4 6h16l-6 7v5l-4 1.500V13z"/>`);
export const moon = icon(svg`<path d="M19 14.500A7.500 7.500 0 0 1 9.500 5a7.500 7.500 0 1 0 9.500 9.500z"/>`);
export const group = icon(svg`<circle cx="9" cy="9" r="3"/><path d="M3.500 18.500c.6-3 2.700-4.500 5.500-4.500s4.900 1.500 5.500 4.500M15.500 6.300a3 3 0 0 1 0 5.400M17 14.300c2 .6 3.200 2 3.600 4.200"/>`);
export const tag = icon(svg`<path d="M4 12V5.500A1.500 1.500 0 0 1 5.500 4H12l8 8-7.500 7.500zM8.500 8.500v.01"/>`);
export const lamp = icon(svg`<path d="M9 17h6M10 20h4M8.500 14.500a5.500 5.500 0 1 1 7 0c-.6.5-.9 1.200-.9 2.500h-5.200c0-1.300-.3-2-.9-2.500z"/>`);
export const thumb = icon(svg`<path d="M7 10.5 10.6 4c1.5 0 2.5 1 2.2 2.6l-.5 2.9h5.4c1.3 0 2.2 1.2 1.9 2.5l-1.3 5.5c-.2 1-1 1.7-2 1.7H7zM7 10.5H4v8.7h3"/>`);
export const search = icon(svg`<circle cx="11" cy="11" r="6"/><path d="m15.5 15.5 4 4"/>`);
export const exit = icon(svg`<path d="M14 5H7.500A1.5 1.5 0 0 0 6 6.500v11A1.5 1.5 0 0 0 7.5 19H14M11 12h9m-3-3 3 3-3 3"/>`);
export const keyboard = icon(svg`<rect x="3" y="6.5" width="18" height="11" rx="2.5"/><path d="M7 10v.01M10.3 10v.01M13.7 10v.01M17 10v.01M8 14h8"/>`);
export const down = icon(svg`<path d="m6 9.5 6 6 6-6"/>`);
export const page = icon(svg`<path d="M7 3.800h7l4 4v12.400H7zM14 3.800v4h4M9.8 12.300h5.400M9.8 15.800h5.4"/>`);
export const tick = icon(svg`<path d="m5.5 12.5 4.2 4.2 8.8-9.4"/>`);
export const blocked = icon(svg`<circle cx="12" cy="12" r="8"/><path d="m6.500 6.500 11 11"/>`);
export const join = icon(svg`<path d="M6 4.500v3a5 5 0 0 0 5 5h6.500M6 19.500v-3M14.500 9.300l3.200 3.200-3.200 3.200"/>`);
export const at = icon(svg`<circle cx="12" cy="12" r="3.600"/><path d="M15.600 8.400v4.800a2.400 2.400 0 0 0 4.800 0V12a8.400 8.400 0 1 0-3.400 6.700"/>`);
export const clip = icon(svg`<path d="m8 12.500 6-6a3 3 0 0 1 4.200 4.200l-7.600 7.600a5 5 0 0 1-7-7l7-7"/>`);
export const flask = icon(svg`<path d="M9.500 3.800h5M10.500 3.800v6L5.300 18.500a1.200 1.200 0 0 0 1 1.700h11.400a1.200 1.200 0 0 0 1-1.700L13.500 9.800v-6M8 14.500h8"/>`);
export const warn = icon(svg`<path d="M12 4 21 19.500H3zM12 10v4.200M12 16.800v.01"/>`);
