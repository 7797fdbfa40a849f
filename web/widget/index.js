import { api } from "./api.js";
import { Attachment } from "./attachment.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { readConfig } from "./config.js";
import { Form } from "./form.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { Waiting } from "./waiting.js";
import { Widget } from "./widget.js";

const config = readConfig(/** @type {HTMLScriptElement | null} */ (document.currentScript));

function start() {
  customElements.define("careline-log", Log);
  customElements.define("careline-composer", Composer);
  customElements.define("careline-menu", Menu);
  customElements.define("careline-waiting", Waiting);
  customElements.define("careline-form", Form);
  customElements.define("careline-file", Attachment);
  customElements.define("careline-widget", Widget);
  const widget = new Widget();
  widget.chat = new Chat(config);
  widget.wear(config);
  document.body.append(widget);
  const link = /^#careline=([\w.-]+)$/.exec(location.hash)?.[1];
  if (link) widget.chat.resume(link);
  if (config.open || link) widget.show();
  // Anything on the page may open the chat: <button data-careline-open>.
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-careline-open]")) widget.show();
  });
  Object.assign(window, { Careline: api(widget) });
  document.dispatchEvent(new Event("careline-ready"));
}

// A second script tag on the same page is ignored.
if (!customElements.get("careline-widget")) {
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
}
