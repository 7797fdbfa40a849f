// What the widget uses of lit-html (the same templates, a quarter of its weight): text, lists, nested templates,
// attributes, `.property`, `?flag` and `@event`. The desk, the studio and the admin page use lit itself.

/** A template literal and its values. No JSON from a server can be one, so no text is ever taken for HTML. */
class Template {
  /** @param {TemplateStringsArray} strings @param {unknown[]} values */
  constructor(strings, values) {
    this.strings = strings;
    this.values = values;
  }
}

/** @typedef {(value: any) => void} Part draws one value where it belongs */
/** @typedef {Part & {end: ChildNode}} Item */

const HOLE = "\ue000";

/** A page whose content policy asks for trusted types allows this one: only literals of this program go through it. */
const trusted = /** @type {any} */ (window).trustedTypes?.createPolicy("careline", { createHTML: (/** @type {string} */ text) => text });

/** @type {WeakMap<TemplateStringsArray, HTMLTemplateElement>} */
const parsed = new WeakMap();

/** @type {WeakMap<Node, Part>} */
const roots = new WeakMap();

/** Whose listeners are being attached. @type {unknown} */
let host;

/** @param {TemplateStringsArray} strings @param {unknown[]} values */
export const html = (strings, ...values) => new Template(strings, values);

/** In a text: none. As an attribute: it is not there. */
export const nothing = null;

/** @param {unknown} what @param {Element | ShadowRoot} root @param {{host: unknown}} options `this` of the listeners */
export function render(what, root, options) {
  host = options.host;
  let part = roots.get(root);
  if (!part) {
    const [start, end] = [new Text(), new Text()];
    root.append(start, end);
    roots.set(root, (part = content(start, end)));
  }
  part(what);
}

/** Everything between two nodes, which stay. @param {ChildNode} start @param {ChildNode} end @returns {Part} */
function content(start, end) {
  /** @type {unknown} */
  let kind;
  /** @type {any[]} */
  let parts = [];
  return (value) => {
    const next = Array.isArray(value) ? Array : value instanceof Template ? value.strings : String;
    const fresh = next !== kind;
    if (fresh) {
      empty(start, end);
      kind = next;
      parts = [];
    }
    if (next === Array) {
      parts.length = Math.min(parts.length, value.length);
      empty(parts.at(-1)?.end ?? start, end);
      value.forEach((/** @type {unknown} */ one, /** @type {number} */ index) => (parts[index] ??= item(parts[index - 1]?.end ?? start))(one));
    } else if (next === String) {
      if (fresh) start.after((parts[0] = new Text()));
      if (parts[0].data !== String(value ?? "")) parts[0].data = value ?? "";
    } else {
      /** @type {DocumentFragment | undefined} */
      let fragment;
      if (fresh) [fragment, parts] = instance(value.strings);
      value.values.forEach((/** @type {unknown} */ one, /** @type {number} */ index) => parts[index](one));
      // Elements find their properties set when they are connected.
      if (fragment) start.after(fragment);
    }
  };
}

/** A place of its own behind this node. @param {ChildNode} before @returns {Item} */
function item(before) {
  const end = new Text();
  before.after(end);
  return Object.assign(content(before, end), { end });
}

/** @param {ChildNode} start @param {ChildNode} end */
function empty(start, end) {
  while (start.nextSibling !== end) start.nextSibling?.remove();
}

/** @param {TemplateStringsArray} strings @returns {[DocumentFragment, Part[]]} in the order of the values */
function instance(strings) {
  let template = parsed.get(strings);
  if (!template) {
    template = document.createElement("template");
    // Inside of a tag it is an attribute's value, else a comment, which may stand anywhere, even between rows of a table.
    const text = strings.reduce((before, after) => before + (before.lastIndexOf("<") > before.lastIndexOf(">") ? HOLE : "<!---->") + after);
    template.innerHTML = trusted ? trusted.createHTML(text) : text;
    parsed.set(strings, template);
  }
  const fragment = document.importNode(template.content, true);
  /** @type {Part[]} */
  const parts = [];
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);
  for (let node; (node = walker.nextNode()); ) {
    if (node instanceof Comment) {
      parts.push(item(node));
    } else if (node instanceof Element) {
      for (const { name, value } of [...node.attributes]) {
        const pieces = value.split(HOLE);
        if (pieces.length < 2) continue;
        node.removeAttribute(name);
        parts.push(...attribute(node, name, pieces));
      }
    }
  }
  return [fragment, parts];
}

/** @param {Element} element @param {string} name @param {string[]} pieces around the values @returns {Part[]} */
function attribute(element, name, pieces) {
  const owner = host;
  const key = name.slice(1);
  /** @type {unknown[]} */
  const values = [];
  if (name[0] === "@") element.addEventListener(key, (event) => /** @type {Function} */ (values[0]).call(owner, event));
  const set = () => {
    if (name[0] === ".") /** @type {any} */ (element)[key] = values[0];
    else if (name[0] === "?") element.toggleAttribute(key, Boolean(values[0]));
    else if (name[0] !== "@" && values[0] === nothing) element.removeAttribute(name);
    else if (name[0] !== "@") element.setAttribute(name, pieces.reduce((text, piece, index) => text + values[index - 1] + piece));
  };
  return pieces.slice(1).map((_, index) => (value) => {
    if (index in values && values[index] === value) return;
    values[index] = value;
    if (values.length === pieces.length - 1) set();
  });
}
