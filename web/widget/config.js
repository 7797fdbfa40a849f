/**
 * What the one script tag says: `<script async src="https://care.example/widget.js" data-position="left"></script>`.
 * The gateway is where the script came from, so that the tag works on any site.
 *
 * @param {HTMLScriptElement | null} script `document.currentScript`, which exists only while the script first runs
 */
export function readConfig(script) {
  const base = script?.src ? new URL(script.src).origin : location.origin;
  const { position, open } = script?.dataset ?? {};
  return { base, position: position === "left" ? "left" : "right", open: open === "true" };
}

/** @typedef {ReturnType<typeof readConfig>} Config */
