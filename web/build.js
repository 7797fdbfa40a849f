// Builds bot/static/ from web/. One bundle for the widget (one script tag on any site), one each for the desk, the
// studio and the admin page, plus the pages, their style sheets, pictures and fonts as they are.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
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
      return { contents: source.replace(/(html`|svg`|[>}])\n\s+(?=<|\$\{)/g, "$1"), loader: "js" };
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
  esbuild.build({ ...scripts, plugins: [stylesAsText, tightTemplates], entryPoints: [from("web", "widget", "index.js")], outfile: out("widget.js"), format: "iife" }),
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

for (const name of ["widget.js", ...staffPages.map((page) => `${page}.js`)]) {
  const size = gzipSync(await readFile(out(name)), { level: 9 }).length;
  console.log(`bot/static/${name}  ${(size / 1000).toFixed(1)} kB gzip`);
}
