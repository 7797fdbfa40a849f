import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { moment } from "./words.js";
/** @import { Change } from "./types.js" */

/** Everything that was taught, as the lines that changed: to be looked at, undone, committed. */
export class Changes extends View {
  static properties = { found: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {{changes: Change[], git: boolean} | null} */
    this.found = null;
    this.busy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#read();
  }

  async #read() {
    this.found = await this.office.run(api.changes, this.found ?? { changes: [], git: false });
  }

  /** @param {() => Promise<unknown>} work @param {(result: any) => string} done */
  async #do(work, done) {
    this.busy = true;
    const result = await this.office.run(work, null);
    if (result) this.office.tell(done(result));
    this.busy = false;
    await this.#read();
  }

  /** @param {SubmitEvent} event */
  #commit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const message = String(new FormData(form).get("message"));
    this.#do(() => api.commit(message), ({ commit }) => (form.reset(), say("committed", { commit })));
  }

  render() {
    const { found } = this;
    if (!found) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const open = found.changes.filter(({ commit }) => !commit).length;
    return html`<div class="column">
      ${found.git && open ? html`<section class="card"><h2>${say("commit_title", { count: open })}</h2>
        <form class="line wrap" @submit=${this.#commit}><label class="grow"><span class="hidden">${say("commit_message")}</span><input name="message" required maxlength="200" placeholder=${say("commit_message")}></label>
          <button class="primary" ?disabled=${this.busy}>${say("commit")}</button></form></section>` : nothing}
      <section class="card" aria-labelledby="changes-title"><h2 id="changes-title">${say("changes_title")}</h2>
        ${found.changes.length ? html`<ol class="changes">${found.changes.map((change) => this.#change(change))}</ol>` : html`<p class="quiet">${say("changes_none")}</p>`}
      </section>
    </div>`;
  }

  /** @param {Change} change */
  #change({ id, author, message, at, undone, commit, files }) {
    return html`<li class=${undone ? "undone" : ""}>
      <p class="line wrap"><b class="grow">${message}</b>${commit ? html`<span class="tag label">${commit}</span>` : nothing}
        ${undone ? html`<span class="tag">${say("is_undone")}</span>` : html`<button class="secondary" ?disabled=${this.busy} @click=${() => this.#do(() => api.undo(id), () => say("undone"))}>${say("undo")}</button>`}</p>
      <p class="quiet">${author}, ${moment.format(new Date(at))}</p>
      ${files.map(({ path, diff }) => html`<figure><figcaption>${path}</figcaption><pre tabindex="0" aria-label=${path}>${diff.map((line) => html`<span class=${KINDS[line[0]] ?? ""}>${line}
</span>`)}</pre></figure>`)}
    </li>`;
  }
}

/** @type {Record<string, string>} */
const KINDS = { "+": "more", "-": "less", "@": "at" };
