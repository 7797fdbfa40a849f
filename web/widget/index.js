import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { readConfig } from "./config.js";
import { Log } from "./log.js";
import { Widget } from "./widget.js";

const config = readConfig(/** @type {HTMLScriptElement | null} */ (document.currentScript));

function start() {
  customElements.define("careline-log", Log);
  customElements.define("careline-composer", Composer);
  customElements.define("careline-widget", Widget);
  const widget = new Widget();
  widget.chat = new Chat(config);
  widget.dataset.position = config.position;
  document.body.append(widget);
  if (config.open) widget.show();
  // Anything on the page may open the chat: <button data-careline-open>.
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-careline-open]")) widget.show();
  });
  const api = { open: () => widget.show(), close: () => widget.hide(), toggle: () => (widget.open ? widget.hide() : widget.show()), element: widget };
  Object.assign(window, { Careline: api });
}

// A second script tag on the same page is ignored.
if (!customElements.get("careline-widget")) {
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
}
