import { html } from "./draw.js";

/** Paths on 24 by 24: drawn with a pen, as round dots, or filled. @param {string} lines @param {string} [dots] @param {string} [solid] */
const icon = (lines, dots = "", solid = "") =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path class="solid" d="${solid}"/><path d="${lines}"/><path class="dots" d="${dots}"/></svg>`;

/** A cup whose steam is a speech mark: the launcher, and the assistant's face. */
export const cup = icon("M16.5 11h1.3a2.6 2.6 0 0 1 0 5.2h-1.5M8 6.8c0-1.6 1.6-1.5 1.6-3M12 6.8c0-1.6 1.6-1.5 1.6-3", "", "M4.5 9.5h12v5.2a4.8 4.8 0 0 1-4.8 4.8H9.3a4.8 4.8 0 0 1-4.8-4.8z");
export const chat = icon("", "M8.4 11.3h.01M12 11.3h.01M15.6 11.3h.01", "M12 3.8c4.9 0 8.7 3.2 8.7 7.4s-3.8 7.4-8.7 7.4c-1 0-2-.1-2.9-.4l-3.7 2c-.5.2-1-.2-.9-.7l.6-3.1a6.9 6.9 0 0 1-1.8-5.2c0-4.2 3.8-7.4 8.7-7.4z");
export const down = icon("m6 9.5 6 6 6-6");
export const cross = icon("m6.5 6.5 11 11m0-11-11 11");
export const send = icon("M4.6 12 4 5.2c-.1-.8.7-1.4 1.4-1l14 6.9c.8.4.8 1.4 0 1.8l-14 6.9c-.7.4-1.5-.2-1.4-1L4.6 12zm0 0h7");
export const person = icon("M8.3 8.2a3.7 3.7 0 1 0 7.4 0a3.7 3.7 0 1 0-7.4 0M4.8 19.6c.7-3.6 3.6-5.4 7.2-5.4s6.5 1.8 7.2 5.4");
export const page = icon("M7 3.8h7l4 4v12.4H7zM14 3.8v4h4M9.8 12.3h5.4M9.8 15.8h5.4");
export const clock = icon("M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0M12 7.5V12l3 2");
export const tick = icon("m5.5 12.5 4.2 4.2 8.8-9.4");
export const ticks = icon("m2 12.5 4.2 4.2L15 7.3M11 16l.8.7 8.8-9.4");
export const more = icon("", "M12 6v.01M12 12v.01M12 18v.01");
export const clip = icon("m8 12.5 6-6a3 3 0 0 1 4.2 4.2l-7.6 7.6a5 5 0 0 1-7-7l7-7");
export const warn = icon("M12 4 21 19.5H3zM12 10v4.2M12 16.8v.01");
/** Up; the style sheet turns it for the thumb down. */
export const thumb = icon("M7 10.5 10.6 4c1.5 0 2.5 1 2.2 2.6l-.5 2.9h5.4c1.3 0 2.2 1.2 1.9 2.5l-1.3 5.5c-.2 1-1 1.7-2 1.7H7zM7 10.5H4v8.7h3");

/** Five faces, from very bad to very good. */
export const faces = [
  "M8.2 17.2c.9-2 2.3-2.9 3.8-2.9s2.9.9 3.8 2.9",
  "M8.6 16.5c1-1.1 2.1-1.6 3.4-1.6s2.4.5 3.4 1.6",
  "M8.5 15.6h7",
  "M8.5 14.8c1 1.2 2.2 1.7 3.5 1.7s2.5-.5 3.5-1.7",
  "M7.8 14h8.4c-.4 2.5-2.1 3.9-4.2 3.9S8.2 16.5 7.8 14z",
].map((mouth) => icon(`M2.8 12a9.2 9.2 0 1 0 18.4 0a9.2 9.2 0 1 0-18.4 0${mouth}`, "M9 9.5v.01M15 9.5v.01"));
