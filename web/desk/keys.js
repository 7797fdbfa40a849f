import { TABS } from "./list.js";
/** @import { Desk } from "./desk.js" */

/** Shortcuts: the keys as they are shown, the text that explains them, and what they do. */
export const SHORTCUTS = [
  { keys: ["J", "Alt+J"], text: "key_next" },
  { keys: ["K", "Alt+K"], text: "key_previous" },
  { keys: ["R", "Alt+R"], text: "key_reply" },
  { keys: ["N", "Alt+N"], text: "key_note" },
  { keys: ["C", "Alt+C"], text: "key_claim" },
  { keys: ["T", "Alt+T"], text: "key_tab" },
  { keys: ["/"], text: "key_search" },
  { keys: ["?"], text: "key_help" },
  { keys: ["Esc"], text: "key_escape" },
];

/**
 * Handles a key anywhere on the desk. Single letters work only outside text boxes and can be switched off, for people
 * who dictate; with Alt they work everywhere.
 *
 * @param {KeyboardEvent} event
 * @param {Desk} desk
 * @param {{write: (mode: "reply" | "note") => void, search: () => void, help: () => void, letters: boolean}} act
 */
export function press(event, desk, act) {
  const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, dialog");
  if (event.ctrlKey || event.metaKey || event.isComposing || (!event.altKey && (typing || !act.letters))) return;
  // With Alt some keyboards give other letters; the code is the key itself.
  const letter = event.altKey ? event.code.replace("Key", "").toLowerCase() : event.key;
  /** @type {Record<string, () => unknown>} */
  const does = {
    j: () => desk.openNext(1),
    k: () => desk.openNext(-1),
    r: () => act.write("reply"),
    n: () => act.write("note"),
    c: () => desk.move("claim"),
    t: () => desk.inbox.show(TABS[(TABS.indexOf(desk.inbox.tab) + 1) % TABS.length]),
    "/": act.search,
    "?": act.help,
  };
  const action = does[letter];
  if (!action) return;
  event.preventDefault();
  action();
}
