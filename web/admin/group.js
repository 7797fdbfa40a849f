import { html } from "lit";
import { RuleForm } from "./rule-form.js";
import { say } from "./say.js";

/** Seconds in each unit, the largest first. @type {[string, number][]} */
const UNITS = [["days", 86400], ["hours", 3600], ["minutes", 60], ["seconds", 1]];

/** What a group asks: a time, a count or one of several. @type {Record<string, Record<string, "lasting" | "count" | string[]>>} */
export const GROUPS = {
  times: { first_response: "lasting", next_response: "lasting", resolution: "lasting" },
  routing: { routing: ["pull", "automatic"], reply_within: "lasting", agent_gone_after: "lasting", failed_answers: "count" },
  endings: { remind_after: "lasting", close_after: "lasting", reopen_window: "lasting" },
};

/**
 * A field as it is typed: a number with its unit, or one word.
 *
 * @typedef {{value: string, unit: string}} Typed
 */

/** One group of numbers. @extends {RuleForm<Record<string, Typed>>} */
export class Group extends RuleForm {
  /** @param {Record<string, number | string>} fields */
  toDraft(fields) {
    return Object.fromEntries(Object.entries(fields).map(([field, value]) => {
      if (GROUPS[this.name][field] !== "lasting") return [field, { value: String(value), unit: "" }];
      const [unit, size] = UNITS.find(([, seconds]) => Number(value) >= seconds && Number(value) % seconds === 0) ?? ["minutes", 60];
      return [field, { value: String(Number(value) / size), unit }];
    }));
  }

  /** @param {Record<string, Typed>} draft */
  toFields(draft) {
    return Object.fromEntries(Object.entries(draft).map(([field, { value, unit }]) => {
      if (Array.isArray(GROUPS[this.name][field])) return [field, value];
      if (!value.trim() || Number.isNaN(Number(value))) return [field, -1]; // which no rule allows: the server says what it does
      return [field, Math.round(Number(value) * (UNITS.find(([name]) => name === unit)?.[1] ?? 1))];
    }));
  }

  /** @param {string} field @param {"lasting" | "count" | string[]} kind */
  #field(field, kind) {
    const { value, unit } = this.draft?.[field] ?? { value: "", unit: "" };
    /** @param {Event} event */
    const typed = (event) => {
      const { name, value } = /** @type {HTMLInputElement} */ (event.target);
      this.change({ [field]: { .../** @type {Typed} */ (this.draft?.[field]), [name === field ? "value" : "unit"]: value } });
    };
    if (Array.isArray(kind)) {
      return html`<fieldset class="field" @change=${typed}><legend>${say(`rule_${field}`)}</legend>
        ${kind.map((one) => html`<label class="check"><input type="radio" name=${field} value=${one} .checked=${one === value}><span>${say(`${field}_${one}`)}</span></label>`)}
      </fieldset>`;
    }
    const about = `about-${field}`;
    return html`<div class="field">
      <label for=${field}>${say(`rule_${field}`)}</label>
      <span class="line">
        <input id=${field} name=${field} inputmode="decimal" autocomplete="off" .value=${value} @input=${typed} aria-invalid=${this.isWrong(field)} aria-describedby="${about} problem-${field}">
        ${kind === "lasting" ? html`<select name="unit" aria-label=${say("unit_of", { name: say(`rule_${field}`) })} @change=${typed}>${UNITS.map(([name]) => html`<option value=${name} ?selected=${name === unit}>${say(`unit_${name}`)}</option>`)}</select>` : ""}
      </span>
      <span class="quiet" id=${about}>${say(`rule_${field}_lead`)}</span>
      ${this.wrong(field)}
    </div>`;
  }

  render() {
    return this.form(say(`group_${this.name}`), html`<div class="fields">${Object.entries(GROUPS[this.name]).map(([field, kind]) => this.#field(field, kind))}</div>`, say(`group_${this.name}_lead`));
  }
}
