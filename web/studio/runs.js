import { html, nothing } from "lit";
import * as api from "./api.js";
import { say } from "./say.js";
import { Ticker } from "./ticker.js";
import { moment, runState } from "./words.js";
/** @import { Run } from "./types.js" */

/** All training runs, one of them open. */
export class Runs extends Ticker {
  static properties = { runs: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {Run[] | null} */
    this.runs = null;
    this.busy = false;
  }

  async read() {
    this.runs = await this.office.run(api.runs, this.runs ?? []);
    return this.runs.some(({ ended_at }) => !ended_at);
  }

  /** @param {SubmitEvent} event */
  async #train(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    this.busy = true;
    const run = await this.office.run(() => api.train(String(new FormData(form).get("note"))), null);
    this.busy = false;
    if (!run) return;
    form.reset();
    this.office.go("runs", run.id);
    await this.look();
  }

  render() {
    const { runs } = this;
    if (!runs) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const open = this.office.what ?? runs[0]?.id;
    return html`<div class="two" @over=${() => this.look()}>
      <section class="waiting" aria-label=${say("runs_list")}>
        <form class="start" @submit=${this.#train}>
          <label><span class="hidden">${say("run_note")}</span><input name="note" maxlength="200" autocomplete="off" placeholder=${say("run_note")}></label>
          <button class="primary" ?disabled=${this.busy}>${say("train")}</button>
        </form>
        <ul>${runs.map((run) => this.#row(run, run.id === open))}</ul>
      </section>
      <div class="item">${open ? html`<studio-run .office=${this.office} .runId=${open}></studio-run>` : html`<div class="nothing"><h2>${say("runs_none_title")}</h2><p>${say("runs_none")}</p></div>`}</div>
    </div>`;
  }

  /** @param {Run} run @param {boolean} open */
  #row(run, open) {
    return html`<li><a class="row" href="#runs/${run.id}" aria-current=${open}>
      <span class="line"><b class="grow">${run.note || say("run_unnamed")}</b>${runState(run)}</span>
      <span class="quiet">${run.author}, ${moment.format(new Date(run.created_at))}</span>
      ${run.share === null ? nothing : html`<progress aria-label=${say("run_progress")} value=${run.share}></progress>`}
    </a></li>`;
  }
}
