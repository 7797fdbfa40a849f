// Builds bot/static/ from web/. One bundle for the widget (one script tag on any site), one each for the desk, the
// studio and the admin page, plus the pages, their style sheets, pictures and fonts as they are.
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { parse } from "yaml";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const from = (/** @type {string[]} */ ...parts) => path.join(root, ...parts);
const out = (/** @type {string[]} */ ...parts) => path.join(root, "bot", "static", ...parts);
const target = ["chrome111", "firefox113", "safari16.4"];

/** `import styles from "./panel.css"` gives the minified text, for lit's adopted style sheets. */
const stylesAsText = {
  name: "styles-as-text",
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const source = await readFile(file, "utf8");
      const { code } = await esbuild.transform(source, { loader: "css", minify: true, target });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** Line breaks between the tags of the widget's templates weigh something and show nothing. */
const tightTemplates = {
  name: "tight-templates",
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /web[\\/](widget|shared)[\\/]\w+\.js$/ }, async ({ path: file }) => {
      const source = await readFile(file, "utf8");
      return { contents: source.replace(/\n\s+/g, "\n").replace(/(html`|svg`|[>}])\n(?=<|\$\{)/g, "$1"), loader: "js" };
    });
  },
};

/** `import texts from "texts:widget"` gives that section of data/texts/en.yml, "texts:de/desk" that of de.yml. */
const textSections = {
  name: "text-sections",
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^texts:/ }, ({ path: name }) => ({ path: name.slice("texts:".length), namespace: "texts" }));
    build.onLoad({ filter: /.*/, namespace: "texts" }, async ({ path: name }) => {
      const [section, language = "en"] = name.split("/").reverse();
      const file = from("data", "texts", `${language}.yml`);
      const texts = parse(await readFile(file, "utf8"))?.[section];
      if (!texts) return { errors: [{ text: `data/texts/${language}.yml has no section "${section}"` }] };
      return { contents: JSON.stringify(texts), loader: "json", watchFiles: [file] };
    });
  },
};

/** The pages of staff differ in their bundle and in their name. */
const staffPages = ["desk", "studio", "admin"];
const staffPage = await readFile(from("web", "shared", "staff.html"), "utf8");

await rm(out(), { recursive: true, force: true });
await mkdir(out(), { recursive: true });

const scripts = {
  bundle: true,
  minify: true,
  target,
  legalComments: /** @type {const} */ ("none"),
  plugins: [stylesAsText, textSections],
};
await Promise.all([
  esbuild.build({
    ...scripts,
    plugins: [stylesAsText, tightTemplates],
    alias: { "lit/html.js": from("web", "widget", "draw.js") },
    entryPoints: [from("web", "widget", "index.js")],
    outfile: out("widget.js"),
    format: "iife",
  }),
  ...staffPages.map((name) =>
    esbuild.build({ ...scripts, entryPoints: [from("web", name, "index.js")], outfile: out(`${name}.js`), format: "esm" }),
  ),
  esbuild.build({
    entryPoints: [
      { in: from("web", "shop", "page.css"), out: "page" },
      ...staffPages.map((name) => ({ in: from("web", name, "page.css"), out: name })),
    ],
    outdir: out(),
    bundle: true,
    minify: true,
    target,
    external: ["*.woff2", "*.svg"],
  }),
  cp(from("web", "shop", "index.html"), out("shop.html")),
  ...staffPages.map((name) => writeFile(out(`${name}.html`), staffPage.replaceAll("{page}", name))),
  cp(from("web", "shop", "art"), out("art"), { recursive: true }),
  ...["fraunces/files/fraunces-latin-opsz-normal", "figtree/files/figtree-latin-wght-normal"].map((font) =>
    cp(from("node_modules", "@fontsource-variable", `${font}.woff2`), out("fonts", `${path.basename(font)}.woff2`)),
  ),
]);

const borrowed = ["lit", "@fontsource-variable/figtree", "@fontsource-variable/fraunces"];
const licences = borrowed.map(async (name) => `${name}\n\n${await readFile(from("node_modules", name, "LICENSE"), "utf8")}`);
await writeFile(out("licences.txt"), (await Promise.all(licences)).join("\n\n"));

/** What goes over the wire, in bytes. @param {string | Uint8Array} text */
const weigh = (text) => gzipSync(text, { level: 9 }).length;
for (const name of ["widget.js", ...staffPages.map((page) => `${page}.js`)]) {
  console.log(`bot/static/${name}  ${(weigh(await readFile(out(name))) / 1000).toFixed(1)} kB gzip`);
}

// A customer loads the script, which holds everything but the words, and the words of one language.
const LIMIT = 20_000;
const words = (await readdir(from("data", "texts"))).map(async (file) => {
  const texts = parse(await readFile(from("data", "texts", file), "utf8"))?.widget;
  return texts ? weigh(JSON.stringify(texts)) : 0;
});
const weight = { script: weigh(await readFile(out("widget.js"))), words: Math.max(...(await Promise.all(words))), limit: LIMIT };
await writeFile(out("weight.json"), JSON.stringify(weight));
console.log(`the widget in all  ${((weight.script + weight.words) / 1000).toFixed(1)} of ${LIMIT / 1000} kB gzip`);
