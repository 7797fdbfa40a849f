import { TABS } from "./list.js";
/** @import { Desk } from "./desk.js" */

/** Shortcuts: the keys as they are shown, the text that explains them, and what they do. */
export const SHORTCUTS = [
  { keys: ["J", "Alt+J"], text: "key_next" },
  { keys: ["K", "Alt+K"], text: "key_previous" },
  { keys: ["R", "Alt+R"], text: "key_reply" },
  { keys: ["N", "Alt+N"], text: "key_note" },
  { keys: ["C", "Alt+C"], text: "key_claim" },
  { keys: ["E", "Alt+E"], text: "key_propose" },
  { keys: ["S", "Alt+S"], text: "key_snooze" },
  { keys: ["X", "Alt+X"], text: "key_transfer" },
  { keys: ["U", "Alt+U"], text: "key_merge" },
  { keys: ["D", "Alt+D"], text: "key_promise" },
  { keys: ["L", "Alt+L"], text: "key_label" },
  { keys: ["B", "Alt+B"], text: "key_known" },
  { keys: ["Y", "Alt+Y"], text: "key_save_test" },
  { keys: ["G", "Alt+G"], text: "key_goodwill" },
  { keys: ["Alt+V"], text: "key_block" },
  { keys: ["A", "Alt+A"], text: "key_attach" },
  { keys: ["Alt+1", "Alt+2", "Alt+3"], text: "key_use" },
  { keys: ["Alt+Z"], text: "key_undo" },
  { keys: ["T", "Alt+T"], text: "key_tab" },
  { keys: ["M", "Alt+M"], text: "key_mentions" },
  { keys: ["O", "Alt+O"], text: "key_late_promises" },
  { keys: ["F", "Alt+F"], text: "key_filter" },
  { keys: ["P", "Alt+P"], text: "key_presence" },
  { keys: ["/"], text: "key_search" },
  { keys: ["/"], text: "key_canned" },
  { keys: ["@"], text: "key_mention" },
  { keys: ["?"], text: "key_help" },
  { keys: ["Esc"], text: "key_escape" },
];

/**
 * Handles a key anywhere on the desk. Single letters work only outside text boxes and can be switched off, for people
 * who dictate; with Alt they work everywhere.
 *
 * @param {KeyboardEvent} event
 * @param {Desk} desk
 * @param {{write: (mode: "reply" | "note") => void, search: () => void, help: () => void, filter: () => void, goodwill: () => void, use: (index: number) => void, attach: () => void, undo: () => void, sheet: (name: string) => void, letters: boolean}} act
 */
export function press(event, desk, act) {
  const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog");
  if (document.querySelector("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey || event.isComposing || (!event.altKey && (typing || !act.letters))) return;
  // With Alt some keyboards give other letters; the code is the key itself.
  const letter = event.altKey ? event.code.replace(/^(Key|Digit)/, "").toLowerCase() : event.key;
  /** @type {Record<string, () => unknown>} */
  const does = {
    j: () => desk.openNext(1),
    k: () => desk.openNext(-1),
    r: () => act.write("reply"),
    n: () => act.write("note"),
    c: () => desk.move("claim"),
    e: () => desk.can("resolve") && desk.move("resolve"),
    s: () => (desk.can("unsnooze") ? desk.move("unsnooze") : desk.can("snooze") && act.sheet("snooze")),
    x: () => desk.can("transfer") && act.sheet("transfer"),
    d: () => desk.opened && act.sheet("promise"),
    u: () => desk.opened && desk.opened.conversation.status !== "resolved" && act.sheet("merge"),
    l: () => desk.opened && act.sheet("labels"),
    b: () => desk.opened && act.sheet("known"),
    y: () => desk.opened && act.sheet("save-test"),
    g: act.goodwill,
    v: () => event.altKey && desk.opened && desk.staff?.role === "admin" && act.sheet("block"),
    a: act.attach,
    1: () => event.altKey && act.use(0),
    2: () => event.altKey && act.use(1),
    3: () => event.altKey && act.use(2),
    z: () => event.altKey && act.undo(),
    p: () => act.sheet("me"),
    f: act.filter,
    m: () => desk.inbox.only("mentioned", "me"),
    o: () => desk.inbox.only("promise", "overdue"),
    t: () => desk.inbox.show(TABS[(TABS.indexOf(desk.inbox.tab) + 1) % TABS.length]),
    "/": act.search,
    "?": act.help,
  };
  const action = does[letter];
  if (!action) return;
  event.preventDefault();
  action();
}
