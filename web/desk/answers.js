import { page } from "../shared/icons.js";
import * as api from "./api.js";
import { fill, link } from "./canned.js";
/** @import { Source } from "./picker.js" */
/** @import { Canned, Suggestion } from "../shared/types.js" */

const PAUSE_MS = 150;

/** What a slash offers: canned responses by name, articles by their words. @returns {Source} */
export function answers() {
  /** @type {Canned[] | null} */
  let canned = null;
  /** @type {Suggestion[]} */
  let articles = [];
  return {
    sign: "/",
    asked: /(?:^|\s)\/([^\n/]{0,40})$/,
    label: "picker",
    items(desk, query) {
      const words = query.toLowerCase();
      const fitting = (canned ?? []).filter(({ name, text }) => name.includes(words) || text.toLowerCase().includes(words));
      fitting.sort((a, b) => Number(b.name.startsWith(words)) - Number(a.name.startsWith(words)));
      return [
        ...fitting.map(({ name, text }) => ({ name: `/${name}`, text: fill(text, desk), preview: fill(text, desk) })),
        ...articles.map((one) => ({ name: one.title, text: link(one), preview: one.text, icon: page })),
      ];
    },
    async read(query, stillAsked) {
      canned ??= await api.canned().catch(() => []);
      const words = query.trim();
      if (words.length < 2) {
        articles = [];
        return;
      }
      await new Promise((done) => setTimeout(done, PAUSE_MS)); // who goes on typing asks once
      if (!stillAsked()) return;
      const found = await api.articles(words).catch(() => []);
      if (stillAsked()) articles = found;
    },
  };
}
