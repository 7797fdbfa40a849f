import { html } from "lit/html.js";

/**
 * The little Markdown that answers are written in (paragraphs, lists, tables, **bold**, `code`, links) as lit templates.
 * Text stays text: there is no way from here to raw HTML.
 *
 * @param {string} text @param {(words: string) => unknown} [plain] draws what is only words
 */
export function prose(text, plain = (words) => words) {
  const inline = (/** @type {string} */ line) => marked(line, plain);
  return blocks(text).map(({ tag, lines }) => {
    if (tag === "ul") return html`<ul>${lines.map((line) => html`<li>${inline(line)}</li>`)}</ul>`;
    if (tag === "ol") return html`<ol>${lines.map((line) => html`<li>${inline(line)}</li>`)}</ol>`;
    if (tag === "table") return html`<table>${lines.map((line) => html`<tr>${line.split("|").slice(1, -1).map((cell) => html`<td>${inline(cell.trim())}</td>`)}</tr>`)}</table>`;
    if (tag === "h") return html`<p><strong>${inline(lines[0])}</strong></p>`;
    return html`<p>${inline(lines.join("\n"))}</p>`;
  });
}

/** @param {string} text */
function blocks(text) {
  /** @type {{tag: "p" | "ul" | "ol" | "h" | "table", lines: string[]}[]} */
  const found = [];
  let open = false;
  for (const line of text.split("\n")) {
    const [, mark, item] = /^\s*([-*•]|\d{1,2}[.)])\s+(.+)$/.exec(line) ?? [];
    const heading = /^#{1,6}\s+(.+)$/.exec(line)?.[1];
    const last = found.at(-1);
    if (!line.trim()) {
      open = false;
    } else if (heading) {
      found.push({ tag: "h", lines: [heading] });
      open = false;
    } else if (/^\|-/.test(line)) {
      continue; // the ruler under a table's head
    } else if (item || line[0] === "|") {
      const tag = !item ? "table" : /\d/.test(mark) ? "ol" : "ul";
      if (last?.tag === tag) last.lines.push(item ?? line);
      else found.push({ tag, lines: [item ?? line] });
      open = true;
    } else if (open && last) {
      if (last.tag === "p") last.lines.push(line);
      else last.lines.push(`${last.lines.pop()} ${line.trim()}`);
    } else {
      found.push({ tag: "p", lines: [line] });
      open = true;
    }
  }
  return found;
}

const PIECES = /(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\((?:https?:\/\/|\/)[^\s)]+\)|https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/;

/** @param {string} text @param {(words: string) => unknown} plain */
function marked(text, plain) {
  return text.split(PIECES).map((piece, index) => {
    if (index % 2 === 0) return plain(piece);
    if (piece.startsWith("**")) return html`<strong>${piece.slice(2, -2)}</strong>`;
    if (piece.startsWith("`")) return html`<code>${piece.slice(1, -1)}</code>`;
    const [, title = piece, url = piece] = /^\[([^\]]+)\]\((.+)\)$/.exec(piece) ?? [];
    return html`<a href=${url} target="_blank" rel="noopener">${title}</a>`;
  });
}
