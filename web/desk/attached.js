import { html, nothing } from "lit";
import { cross, page, warn } from "../shared/icons.js";
import { say } from "./say.js";
/** @import { Attachments, Upload } from "./attachments.js" */
/** @import { Attached } from "../shared/types.js" */

/** What the server takes; it judges by the content, whatever is picked here. */
export const TYPES = "image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain";

/** @param {number} bytes */
export const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

/** Where staff read a file. @param {Attached} file */
export const address = ({ id }) => `/api/v1/desk/files/${id}`;

/**
 * The files of a draft: those that arrived, those on their way, those that could not be taken.
 *
 * @param {Attachments} attachments @param {string} key @param {string} id of the conversation
 */
export function attached(attachments, key, id) {
  const arrived = attachments.drafts.get(key)?.files ?? [];
  const under = attachments.under(key);
  if (!arrived.length && !under.length) return nothing;
  return html`<ul class="attached" aria-label=${say("attached")}>
    ${arrived.map((file) => html`<li>${picture(file)}<span class="name" dir="auto">${file.name}</span> <span class="quiet">${size(file.size)}</span>${remove(file.name, () => attachments.remove(key, file))}</li>`)}
    ${under.map((upload) => (upload.why ? refused(attachments, upload, id) : moving(attachments, upload)))}
  </ul>`;
}

/** @param {Attached} file */
const picture = (file) => (file.type.startsWith("image/") ? html`<img src=${address(file)} alt="">` : page);

/** @param {Attachments} attachments @param {Upload} upload */
const moving = (attachments, upload) => html`<li>
  <span class="name" dir="auto">${upload.file.name}</span>
  <progress max="1" .value=${upload.progress} aria-label=${say("attach_progress", { name: upload.file.name })}></progress>
  ${remove(upload.file.name, () => attachments.cancel(upload))}
</li>`;

/** @param {Attachments} attachments @param {Upload} upload @param {string} id */
const refused = (attachments, upload, id) => html`<li class="refused">
  ${warn}<span class="name" dir="auto">${upload.file.name}</span> <span class="why" role="alert">${upload.why}</span>
  ${upload.passing ? html`<button type="button" class="secondary" @click=${() => attachments.send(upload, id)}>${say("retry")}</button>` : nothing}
  ${remove(upload.file.name, () => attachments.drop(upload))}
</li>`;

/** @param {string} name @param {() => void} act */
const remove = (name, act) => html`<button type="button" class="plain" aria-label=${say("attach_remove", { name })} title=${say("attach_remove", { name })} @click=${act}>${cross}</button>`;
