import { html, nothing } from "lit";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { lane, percent } from "./words.js";
/** @import { Flip, Reading } from "./types.js" */

const FIRST = 50;

/** Every message that the new model reads differently: to be accepted, or taken as something to teach. */
export class Flips extends View {
  static properties = { runId: { attribute: false }, flips: { state: true }, all: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.runId = "";
    /** @type {Flip[] | null} */
    this.flips = null;
    this.all = false;
    this.busy = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("runId")) this.#read();
  }

  async #read() {
    this.flips = null;
    this.flips = await this.office.run(() => api.flips(this.runId), []);
  }

  /** @param {Flip[]} flips @param {Flip["decision"]} decision */
  async #decide(flips, decision) {
    this.busy = true;
    const decided = await this.office.run(() => api.decide(this.runId, flips.map(({ id }) => id), decision), null);
    this.busy = false;
    const by = new Map(decided?.map((flip) => [flip.id, flip]));
    this.flips = this.flips?.map((flip) => by.get(flip.id) ?? flip) ?? null;
    if (decided) this.dispatchEvent(new Event("decided", { bubbles: true }));
    if (decided && decision === "example") this.office.tell(say("flip_in_inbox"));
  }

  render() {
    const { flips } = this;
    if (!flips) return nothing;
    const open = flips.filter(({ decision }) => !decision);
    const shown = this.all ? flips : flips.slice(0, FIRST);
    return html`<section class="card" aria-labelledby="flips-title">
      <h2 id="flips-title">${say("flips_title", { count: flips.length })}</h2>
      <p class="line wrap"><span class="grow quiet">${say(flips.length ? "flips_lead" : "flips_none")}</span>
        ${open.length > 1 ? html`<button class="secondary" ?disabled=${this.busy} @click=${() => this.#decide(open, "accepted")}>${say("accept_all", { count: open.length })}</button>` : nothing}</p>
      <ol class="flips">${shown.map((flip) => this.#flip(flip))}</ol>
      ${shown.length < flips.length ? html`<button class="secondary" @click=${() => (this.all = true)}>${say("flips_more", { count: flips.length - shown.length })}</button>` : nothing}
    </section>`;
  }

  /** @param {Flip} flip */
  #flip(flip) {
    const { text, set, before, after, better, decision, expected } = flip;
    const verdict = better === null ? "unknown" : better ? "better" : "worse";
    return html`<li class=${decision ? "decided" : ""}>
      <p class="line wrap"><span class="tag ${FLIP_TAGS[verdict]}">${say(`flip_${verdict}`)}</span><b class="grow">${text}</b><span class="quiet">${say(`from_${set}`)}</span></p>
      <p class="line wrap">${reading(before)}<span aria-label=${say("becomes")}>→</span>${reading(after)}</p>
      ${expected ? html`<p class="quiet">${say("flip_expected", { expected })}</p>` : nothing}
      <p class="line wrap">${decision
        ? html`<span class="grow quiet">${say(`decided_${decision}`)}</span><button class="secondary" ?disabled=${this.busy} @click=${() => this.#decide([flip], null)}>${say("undo")}</button>`
        : html`<button class="secondary" ?disabled=${this.busy} @click=${() => this.#decide([flip], "accepted")}>${say("accept")}</button>
            ${set === "recent" ? html`<button class="secondary" ?disabled=${this.busy} @click=${() => this.#decide([flip], "example")}>${say("make_example")}</button>` : nothing}`}</p>
    </li>`;
  }
}

/** @type {Record<string, string>} */
const FLIP_TAGS = { better: "success", worse: "high", unknown: "" };

/** @param {Reading} reading */
function reading({ intent, confidence, article, products }) {
  const about = [article, ...products].filter(Boolean).join(", ");
  return html`<span class="reading">${lane(intent)} ${intent} <span class="quiet">${percent.format(confidence)}${about ? `, ${about}` : ""}</span></span>`;
}
