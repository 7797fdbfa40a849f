import { html, nothing } from "lit";
import * as api from "./api.js";
import { report } from "./report.js";
import { say } from "./say.js";
import { Ticker } from "./ticker.js";
import { duration, moment, percent, runState } from "./words.js";
/** @import { Refusal, RunDetail } from "./types.js" */

const FACTS = ["inputs", "data", "domain", "knowledge", "program"];

/** One training run: how far it is, why it failed, or what its model is like and whether it may go live. */
export class RunPage extends Ticker {
  static properties = { runId: { attribute: false }, run: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.runId = "";
    /** @type {RunDetail | null} */
    this.run = null;
    this.busy = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.get("runId")) {
      this.run = null;
      this.look();
    }
  }

  async read() {
    const id = this.runId;
    const wasOver = this.run?.ended_at;
    const run = await this.office.run(() => api.run(id), this.run);
    if (id !== this.runId) return true;
    this.run = run;
    if (!wasOver && run?.ended_at) this.dispatchEvent(new Event("over", { bubbles: true }));
    return !!run && !run.ended_at;
  }

  async #cancel() {
    this.busy = true;
    await this.office.run(() => api.cancel(this.runId), null);
    this.busy = false;
    await this.look();
  }

  /** @param {SubmitEvent} event */
  async #promote(event) {
    event.preventDefault();
    const reason = new FormData(/** @type {HTMLFormElement} */ (event.target)).get("reason");
    this.busy = true;
    const asked = await this.office.run(() => api.promote(this.runId, reason === null ? null : String(reason)), null);
    this.busy = false;
    if (asked) this.office.go("models");
  }

  render() {
    const { run } = this;
    if (!run) return html`<p class="nothing" role="status">${say("loading")}</p>`;
    return html`
      <section class="card" aria-labelledby="run-title">
        <p class="line wrap">${runState(run)}<span class="quiet">${run.author}, ${moment.format(new Date(run.created_at))}${this.#took(run)}</span></p>
        <h2 id="run-title">${run.note || say("run_unnamed")}</h2>
        ${run.ended_at ? nothing : this.#underWay(run)}
        ${run.failure ? html`<p class="problem">${say(`run_failed_${run.failure.code}`)}</p><pre tabindex="0" aria-label=${say("run_why")}>${run.failure.message}</pre>` : nothing}
        ${run.log ? html`<details><summary>${say("run_log")}</summary><pre tabindex="0" aria-label=${say("run_log")}>${run.log}</pre></details>` : nothing}
        ${Object.keys(run.facts).length ? html`<details><summary>${say("run_facts")}</summary><p class="quiet">${say("run_facts_lead")}</p>
          <dl class="facts">${Object.entries(run.facts).filter(([name]) => FACTS.includes(name)).map(([name, hash]) => html`<dt>${say(`fact_${name}`)}</dt><dd><code>${hash.slice(0, 12)}</code></dd>`)}</dl></details>` : nothing}
      </section>
      ${run.refusals ? this.#gate(run, run.refusals) : nothing}
      ${run.report ? report(run.report) : nothing}
      ${run.report ? html`<studio-flips .office=${this.office} .runId=${run.id} @decided=${() => this.look()}></studio-flips>` : nothing}`;
  }

  /** @param {RunDetail} run */
  #took({ started_at, ended_at }) {
    return started_at && ended_at ? `, ${say("run_took", { time: duration((Date.parse(ended_at) - Date.parse(started_at)) / 1000) })}` : nothing;
  }

  /** @param {RunDetail} run */
  #underWay({ state, share, left_s, step, ahead, stopping }) {
    const words = stopping ? say("run_stopping") : state === "queued" ? say("run_waits", { count: ahead }) : say(`step_${step ?? "preparing"}`);
    return html`<div class="progress">
      <progress aria-label=${say("run_progress")} value=${share ?? 0}></progress>
      <p class="line wrap"><span class="grow" role="status">${words}</span>
        ${left_s === null || stopping ? nothing : html`<span class="quiet">${say("run_left", { time: duration(left_s) })}</span>`}
        <button class="secondary" ?disabled=${this.busy || stopping} @click=${this.#cancel}>${say("run_cancel")}</button></p>
    </div>`;
  }

  /** @param {RunDetail} run @param {Refusal[]} refusals */
  #gate(run, refusals) {
    const refused = refusals.length > 0;
    const mayPromote = !refused || this.office.staff?.role === "admin";
    return html`<section class="card gate ${refused ? "refused" : "passed"}" aria-labelledby="gate-title">
      <h2 id="gate-title">${say(refused ? "gate_refused" : "gate_passed")}</h2>
      ${refused ? html`<ul>${refusals.map((one) => html`<li>${refusal(one)}</li>`)}</ul>` : html`<p>${say("gate_passed_lead")}</p>`}
      ${run.open_flips ? html`<p class="quiet">${say("flips_open", { count: run.open_flips })}</p>` : nothing}
      ${mayPromote
        ? html`<form @submit=${this.#promote}>
            ${refused ? html`<label>${say("override_reason")}<textarea name="reason" required minlength="10" maxlength="1000" rows="2"></textarea></label>` : nothing}
            <button class=${refused ? "secondary" : "primary"} ?disabled=${this.busy}>${say(refused ? "override" : "promote")}</button>
          </form>`
        : html`<p class="quiet">${say("gate_ask_admin")}</p>`}
    </section>`;
  }
}

/** A reason of the gate in words. @param {Refusal} refusal */
function refusal({ rule, about, before, after }) {
  if (rule === "protected_broken") return say("refusal_protected", { text: about, before: String(before), after: String(after) });
  const name = rule === "lane_drop" ? say(`lane_${about}`) : say(`figure_${about}`);
  return say("refusal_drop", { name, before: percent.format(Number(before)), after: percent.format(Number(after)) });
}
