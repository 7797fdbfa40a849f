/** @import { Widget } from "./widget.js" */

/** What the page may do with the chat: `window.Careline`. docs/widget.md explains it. @param {Widget} widget */
export function api(widget) {
  const { chat } = widget;
  return {
    open: () => widget.show(),
    close: () => widget.hide(),
    toggle: () => (widget.open ? widget.hide() : widget.show()),
    /** Who is signed in at the shop; nobody any more without a person. @param {{id: string, name?: string, email?: string, signature?: string}} [person] */
    identify: (person) => (person ? chat.tellProfile(person) : chat.leave()),
    /** @param {Record<string, string | number | boolean | null>} attributes */
    setAttributes: (attributes) => chat.tellProfile({ attributes }),
    /** @param {string} locale */
    setLocale: (locale) => chat.speak(locale),
    /**
     * open, close, message ({author, kind, text}), unread (a number), status (the conversation's)
     *
     * @param {string} event @param {(detail: unknown) => void} listener @returns {() => void} stops listening
     */
    on(event, listener) {
      const hear = (/** @type {Event} */ one) => listener(/** @type {CustomEvent} */ (one).detail);
      chat.addEventListener(`tell-${event}`, hear);
      return () => chat.removeEventListener(`tell-${event}`, hear);
    },
  };
}
