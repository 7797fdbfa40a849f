import { html, nothing } from "lit";
import * as api from "./api.js";
import { say } from "./say.js";
import { Ticker } from "./ticker.js";
import { moment, percent, score } from "./words.js";
/** @import { Deployment, Models as Found } from "./types.js" */

/** Which model answers customers, which ones did, and what came of it. */
export class Models extends Ticker {
  static properties = { found: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {Found | null} */
    this.found = null;
    this.busy = false;
  }

  async read() {
    const before = this.found?.pending;
    this.found = await this.office.run(api.models, this.found ?? { models: [], history: [], pending: null });
    if (before && !this.found.pending) this.#tell(this.found.history.find(({ id }) => id === before.id));
    return !!this.found.pending;
  }

  /** @param {Deployment | undefined} done */
  #tell(done) {
    if (done?.failure) this.office.tell(say("did_not_go_live", { message: done.failure.message }), true);
    else if (done) this.office.tell(say("went_live"));
  }

  /** @param {string} id */
  async #rollBack(id) {
    this.busy = true;
    await this.office.run(() => api.rollBack(id), null);
    this.busy = false;
    await this.look();
  }

  render() {
    const { found } = this;
    if (!found) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    const live = found.history.find(({ state }) => state === "live");
    return html`<div class="column">
      <section class="card" aria-labelledby="live-title"><h2 id="live-title">${say("live_title")}</h2>
        ${live ? html`<p class="line wrap"><b class="model">${live.model_id}</b><span class="quiet">${say("live_since", { time: moment.format(new Date(live.live_at ?? "")), name: live.name ?? say("by_start") })}</span></p>` : html`<p class="quiet">${say("live_none")}</p>`}
        <div role="status">${found.pending ? html`<p class="pending">${say(`pending_${found.pending.state}`, { model: found.pending.model_id })}</p>` : nothing}</div>
      </section>
      <section class="card" aria-labelledby="history-title"><h2 id="history-title">${say("history_title")}</h2>
        <div class="scroll-x" tabindex="0" role="group" aria-labelledby="history-title"><table class="figures history"><caption class="hidden">${say("history_title")}</caption>
          <thead><tr>${["model", "who", "when", "came_of_it", "contained", "csat"].map((name) => html`<th scope="col">${say(`history_${name}`)}</th>`)}<th scope="col"><span class="hidden">${say("roll_back")}</span></th></tr></thead>
          <tbody>${found.history.map((one) => this.#row(one, found, live))}</tbody></table></div>
      </section>
    </div>`;
  }

  /** @param {Deployment} one @param {Found} found @param {Deployment | undefined} live */
  #row(one, { models, history, pending }, live) {
    const { model_id, run_id, kind, state, name, reason, failure, outcome } = one;
    const newest = history.find((other) => other.model_id === model_id && other.live_at);
    const back = newest?.id === one.id && model_id !== live?.model_id && models.some(({ id }) => id === model_id);
    return html`<tr>
      <th scope="row">${run_id ? html`<a href="#runs/${run_id}">${model_id}</a>` : model_id}</th>
      <td>${name ?? say("by_start")}</td>
      <td>${moment.format(new Date(one.live_at ?? one.asked_at))}</td>
      <td>${say(`kind_${kind}`)}${state === "failed" ? html` <span class="tag high">${say("state_failed")}</span>` : state === "live" ? html` <span class="tag success">${say("state_live")}</span>` : nothing}
        ${reason ? html`<p class="quiet">${say("override_because", { reason })}</p>` : nothing}${failure ? html`<p class="quiet">${failure.message}</p>` : nothing}</td>
      <td>${outcome?.containment == null ? "–" : percent.format(outcome.containment)}${outcome?.conversations ? html` <span class="quiet">${say("of_conversations", { count: outcome.conversations })}</span>` : nothing}</td>
      <td>${outcome?.csat == null ? "–" : html`${score.format(outcome.csat)} <span class="quiet">(${outcome.scores})</span>`}</td>
      <td>${back ? html`<button class="secondary" ?disabled=${this.busy || !!pending} aria-label=${say("roll_back_to", { model: model_id })} @click=${() => this.#rollBack(model_id)}>${say("roll_back")}</button>` : nothing}</td>
    </tr>`;
  }
}
