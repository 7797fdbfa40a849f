import { html, nothing } from "lit";
import { Failure } from "../shared/failure.js";
import { View } from "../shared/office/view.js";
import * as api from "./api.js";
import { say } from "./say.js";
import { dateTime, lasting } from "./words.js";
/** @import { TemplateResult } from "lit" */
/** @import { Problem, Rule } from "./types.js" */

/** What was typed and not saved yet outlives a look at another section. @type {Map<string, {rule: Rule, draft: any}>} */
const kept = new Map();

addEventListener("beforeunload", (event) => kept.size && event.preventDefault());

/**
 * A group of rules as a form. Who opens it has the group's number; somebody else's change since then is told, and neither
 * side is lost: what was typed stays until its author decides.
 *
 * @template Draft
 */
export class RuleForm extends View {
  static properties = { ...View.properties, name: {}, rule: { state: true }, draft: { state: true }, problems: { state: true }, trouble: { state: true }, stale: { state: true } };

  constructor() {
    super();
    this.name = "";
    /** @type {Rule | null} */
    this.rule = null;
    /** @type {Draft | null} */
    this.draft = null;
    /** @type {Problem[]} */
    this.problems = [];
    this.trouble = "";
    this.stale = false;
  }

  connectedCallback() {
    super.connectedCallback();
    const open = kept.get(this.name);
    if (open) [this.rule, this.draft] = [open.rule, open.draft];
    else void this.read();
  }

  /** What is in force, instead of what was typed. */
  async read() {
    const all = await this.office.run(api.rules, null);
    const rule = all?.find(({ name }) => name === this.name);
    if (rule) this.#show(rule);
  }

  /** @param {any} _fields @returns {Draft} */
  toDraft(_fields) {
    throw new Error("each form has its own");
  }

  /** @param {Draft} _draft @returns {object} */
  toFields(_draft) {
    throw new Error("each form has its own");
  }

  /** @param {Partial<Draft>} some */
  change(some) {
    this.draft = { .../** @type {Draft} */ (this.draft), ...some };
    if (this.rule) kept.set(this.name, { rule: this.rule, draft: this.draft });
  }

  /** @param {Rule} rule */
  #show(rule) {
    kept.delete(this.name);
    [this.rule, this.draft] = [rule, this.toDraft(rule.fields)];
    [this.problems, this.trouble, this.stale] = [[], "", false];
  }

  /** @param {object | null} fields */
  async #save(fields) {
    const { rule } = this;
    if (!rule) return;
    try {
      this.#show(await api.saveRule(this.name, rule.number, fields));
      this.office.tell(say("saved"));
    } catch (error) {
      if (!(error instanceof Failure) || error.status === 401) return void this.office.run(() => Promise.reject(error), null);
      this.problems = error.details.problems ?? [];
      this.stale = error.code === "changed_meanwhile";
      this.trouble = this.stale ? say("changed_meanwhile", { name: error.details.name ?? say("somebody") }) : this.problems.length ? say("please_correct", { count: this.problems.length }) : say("failed", { message: error.message });
      await this.updateComplete;
      /** @type {HTMLElement | null} */ (this.querySelector("[aria-invalid=true]") ?? this.querySelector(".problem"))?.focus();
    }
  }

  /** @param {string} field */
  isWrong(field) {
    return this.problems.some((one) => one.field === field);
  }

  /** What is wrong with a field, below it. @param {string} field */
  wrong(field) {
    const found = this.problems.filter((one) => one.field === field);
    return found.length ? html`<span class="problem" id="problem-${field}">${found.map(spoken).join(" ")}</span>` : nothing;
  }

  /** @param {string} title @param {TemplateResult} fields @param {string} lead */
  form(title, fields, lead) {
    const { rule } = this;
    if (!rule) return html`<section class="card"><p role="status">${say("loading")}</p></section>`;
    const source = this.name === "hours" ? "company.yml" : say("the_settings");
    return html`<section class="card rules" aria-labelledby="${this.name}-title">
      <h2 id="${this.name}-title">${title}</h2>
      <p class="quiet">${lead}</p>
      <form novalidate @submit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        if (this.draft) void this.#save(this.toFields(this.draft));
      }}>
        ${fields}
        <p class="problem" role="alert" tabindex="-1">${this.trouble}</p>
        <p class="line wrap">
          <button class="primary">${say("save")}</button>
          ${this.stale || kept.has(this.name) ? html`<button type="button" class="secondary" @click=${this.read}>${say(this.stale ? "show_theirs" : "discard")}</button>` : nothing}
          <span class="quiet grow">${rule.decided ? say("decided_by", { name: rule.by ?? "", when: dateTime(rule.at ?? "") }) : say("as_in", { source })}</span>
          ${rule.decided ? html`<button type="button" class="secondary" @click=${() => this.#save(null)}>${say("use_again", { source })}</button>` : nothing}
        </p>
      </form>
    </section>`;
  }
}

/** In the words of this page, else in those of the server. @param {Problem} problem */
function spoken({ field, code, message, values }) {
  const { low, high } = values;
  const told = field !== "failed_answers" && low !== undefined ? { low: lasting(Number(low)), high: lasting(Number(high)) } : values;
  const text = say(`problem_${code}`, told);
  return text === `problem_${code}` ? message : text;
}
