import { html, nothing, svg } from "lit";
import { say } from "./say.js";
import { LANES, lane, percent, points } from "./words.js";
/** @import { Bin, Confused, Plots, Report, Sides } from "./types.js" */

/** The figures of a set that are shown, as far as it has them: a set without intents has only lanes. */
const FIGURES = ["lane_accuracy", "intent_accuracy", "macro_f1", "out_of_scope_precision", "out_of_scope_recall", "calibration_error"];
const SETS = ["heldout", "conversations", "recent"];

/** What a candidate is like beside the live model. @param {Report} found */
export function report({ sets, lanes, lane_matrix, plots, confusion }) {
  const byLane = Object.keys(lanes.candidate).map((name) => ({ name, live: lanes.live?.[name]?.right, candidate: lanes.candidate[name].right }));
  return html`<section class="card" aria-labelledby="figures-title">
    <h2 id="figures-title">${say("figures_title")}</h2>
    ${SETS.filter((name) => sets[name]).map((name) => figures(name, sets[name]))}
    <h3>${say("by_lane")}</h3>
    ${table(say("by_lane"), byLane.map(({ name, live, candidate }) => ({ name: lane(`${name}_`), live, candidate })))}
    <div class="plots">
      <figure><figcaption>${say("reliability")}</figcaption>${reliability(plots)}<p class="quiet">${say("reliability_lead")}</p></figure>
      <figure><figcaption>${say("confidence")}</figcaption>${histogram(plots)}<p class="quiet">${say("confidence_lead")}</p></figure>
    </div>
    <p class="legend quiet"><span class="candidate">${say("side_candidate")}</span>${plots.live ? html`<span class="live">${say("side_live")}</span>` : nothing}</p>
    ${lane_matrix ? html`<h3>${say("lane_matrix")}</h3>${matrix(lane_matrix)}` : nothing}
    ${confusion.length ? html`<h3>${say("confusion")}</h3>${confused(confusion)}` : nothing}
  </section>`;
}

/** @param {string} name @param {Sides} sides */
function figures(name, { live, candidate }) {
  const shown = FIGURES.filter((figure) => figure in candidate);
  const rows = shown.map((figure) => ({ name: say(`figure_${figure}`), live: live?.[figure], candidate: candidate[figure], less: figure === "calibration_error" }));
  return html`<h3>${say(`set_${name}`, { count: candidate.sentences })}</h3>
    ${rows.length ? table(say(`set_${name}`, { count: candidate.sentences }), rows) : html`<p class="quiet">${say("set_no_figures")}</p>`}`;
}

/** @param {string} title @param {{name: unknown, live?: number, candidate: number, less?: boolean}[]} rows `less` is better */
function table(title, rows) {
  return html`<table class="figures"><caption class="hidden">${title}</caption>
    <thead><tr><th scope="col"><span class="hidden">${say("figure")}</span></th><th scope="col">${say("side_live")}</th><th scope="col">${say("side_candidate")}</th><th scope="col">${say("difference")}</th></tr></thead>
    <tbody>${rows.map(({ name, live, candidate, less }) => {
      const by = live === undefined ? 0 : candidate - live;
      const good = Math.abs(by) < 0.0005 ? "" : by > 0 === !less ? "better" : "worse";
      return html`<tr><th scope="row">${name}</th><td>${live === undefined ? "–" : percent.format(live)}</td><td>${percent.format(candidate)}</td><td class=${good}>${live === undefined || !good ? "–" : points.format(by * 100)}</td></tr>`;
    })}</tbody></table>`;
}

/** @param {{live?: Plots, candidate: Plots}} plots */
const sides = (plots) => /** @type {[string, Plots][]} */ (Object.entries(plots)).sort(([a]) => (a === "live" ? -1 : 1));

/** How often it was right for each confidence: on the line, it is as right as it is sure. @param {Report["plots"]} plots */
function reliability(plots) {
  const path = (/** @type {Bin[]} */ bins) => bins.map(({ confidence, right }) => `${confidence * 100},${100 - right * 100}`).join(" ");
  return html`<svg class="plot" viewBox="-14 -4 122 122" role="img" aria-label=${say("reliability_label")}>
    <path class="axis" d="M0 0V100H100" /><path class="ideal" d="M0 100L100 0" />
    ${[0, 50, 100].map((at) => svg`<text x=${at} y="111" text-anchor="middle">${at}</text><text x="-3" y=${103 - at} text-anchor="end">${at}</text>`)}
    ${sides(plots).map(([side, { reliability: bins }]) => svg`<g class=${side}><polyline points=${path(bins)} />${bins.map(({ confidence, right, sentences }) => svg`<circle cx=${confidence * 100} cy=${100 - right * 100} r="2.4"><title>${percent.format(confidence)} → ${percent.format(right)} (${sentences})</title></circle>`)}</g>`)}
  </svg>`;
}

/** How many sentences were read how surely. @param {Report["plots"]} plots */
function histogram(plots) {
  const most = Math.max(1, ...sides(plots).flatMap(([, { confidence }]) => confidence));
  return html`<svg class="plot" viewBox="-14 -4 122 122" role="img" aria-label=${say("confidence_label")}>
    <path class="axis" d="M0 100H100" />
    ${[0, 50, 100].map((at) => svg`<text x=${at} y="111" text-anchor="middle">${at}</text>`)}<text x="-3" y="5" text-anchor="end">${most}</text>
    ${sides(plots).map(([side, { confidence }], place) => svg`<g class=${side}>${confidence.map((count, bin) => svg`<rect x=${bin * 10 + 1 + place * 4} width="4" y=${100 - (count / most) * 100} height=${(count / most) * 100}><title>${count}</title></rect>`)}</g>`)}
  </svg>`;
}

/** Rows are what is meant, columns what the candidate read; what the live model read stands in brackets. @param {NonNullable<Report["lane_matrix"]>} found */
function matrix({ live, candidate }) {
  const names = LANES.filter((name) => name in candidate || Object.values(candidate).some((row) => name in row));
  const cell = (/** @type {string} */ meant, /** @type {string} */ read) => html`<td class=${meant === read ? "better" : candidate[meant][read] ? "worse" : ""}>${candidate[meant][read] ?? 0}${live ? html` <span class="quiet">(${live[meant]?.[read] ?? 0})</span>` : nothing}</td>`;
  return html`<div class="scroll-x" tabindex="0" role="group" aria-label=${say("lane_matrix")}><table class="figures"><caption class="hidden">${say("lane_matrix")}</caption>
    <thead><tr><th scope="col">${say("means")}</th>${names.map((name) => html`<th scope="col">${say("read_as")} ${say(`lane_${name}`)}</th>`)}</tr></thead>
    <tbody>${names.filter((name) => candidate[name]).map((meant) => html`<tr><th scope="row">${lane(`${meant}_`)}</th>${names.map((read) => cell(meant, read))}</tr>`)}</tbody></table>
    ${live ? html`<p class="quiet">${say("lane_matrix_lead")}</p>` : nothing}</div>`;
}

/** The corner of the confusion matrix that matters. @param {Confused[]} pairs */
function confused(pairs) {
  return html`<div class="scroll-x" tabindex="0" role="group" aria-label=${say("confusion")}><table class="figures"><caption class="hidden">${say("confusion")}</caption>
    <thead><tr><th scope="col">${say("means")}</th><th scope="col">${say("read_as")}</th><th scope="col">${say("side_live")}</th><th scope="col">${say("side_candidate")}</th></tr></thead>
    <tbody>${pairs.map(({ expected, got, live, candidate }) => html`<tr><th scope="row">${expected}</th><td>${got}</td><td>${live ?? "–"}</td><td>${candidate}</td></tr>`)}</tbody></table></div>`;
}
