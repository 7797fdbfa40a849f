/**
 * What the one script tag says: `<script async src="https://care.example/widget.js" data-position="left"></script>`.
 * The gateway is where the script came from, unless `data-api` names another, so that the tag works on any site.
 *
 * @param {HTMLScriptElement | null} script `document.currentScript`, which exists only while the script first runs
 */
export function readConfig(script) {
  const { position, theme, colour, locale, open, api } = script?.dataset ?? {};
  return {
    base: new URL(api || script?.src || location.href, location.href).origin,
    position: position === "left" ? "left" : "right",
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    /** Six digits, so that we can tell whether white or black is readable on it. */
    colour: /^#[\da-f]{6}$/i.test(colour ?? "") ? colour : undefined,
    locale,
    open: open === "true",
  };
}

/** @typedef {ReturnType<typeof readConfig>} Config */
