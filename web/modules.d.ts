// What web/build.js turns into modules: style sheets (minified text) and sections of data/texts/en.yml.

declare module "*.css" {
  const text: string;
  export default text;
}

declare module "texts:*" {
  const texts: import("./shared/types.js").Texts;
  export default texts;
}
