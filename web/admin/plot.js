import { html, svg } from "lit";
import { RANGES, dayOf, shown } from "./words.js";
/** @import { Group, Measure } from "./types.js" */

const WIDTH = 760;
const HEIGHT = 220;
const LEFT = 64;
const BASE = HEIGHT - 26;
const TOP = 12;

/**
 * A figure over time as bars, with its values in words for who does not see them.
 *
 * @param {Measure} measure @param {Group[]} stretches @param {string} label
 */
export function plot(measure, stretches, label) {
  const values = stretches.map(({ figures }) => figures[measure].value);
  const [low, high] = RANGES[measure] ?? [0, Math.max(2, ...values.map((value) => value ?? 0))];
  const step = (WIDTH - LEFT) / Math.max(stretches.length, 1);
  /** @param {number} value */
  const y = (value) => BASE - ((value - low) / (high - low)) * (BASE - TOP);
  const every = Math.ceil(stretches.length / 8);
  const spoken = stretches.map(({ key }, index) => `${dayOf(key ?? "")} ${shown(measure, values[index])}`).join(", ");
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}: ${spoken}">
    ${[low, (low + high) / 2, high].map((value) => svg`
      <line x1=${LEFT} x2=${WIDTH} y1=${y(value)} y2=${y(value)}/>
      <text x=${LEFT - 8} y=${y(value) + 4} text-anchor="end">${shown(measure, value)}</text>`)}
    ${stretches.map(({ key, figures }, index) => {
      const value = values[index];
      const x = LEFT + index * step;
      const from = y(Math.max(0, low));
      const to = value === null ? from : y(value);
      return svg`<g>
        <title>${dayOf(key ?? "")}: ${shown(measure, value)} (${figures[measure].of})</title>
        <rect class=${value === null ? "none" : ""} x=${x + step * 0.15} width=${step * 0.7} y=${Math.min(from, to) - 1} height=${Math.abs(from - to) + 2} rx="2"/>
        ${index % every ? "" : svg`<text x=${x + step / 2} y=${HEIGHT - 6} text-anchor="middle">${dayOf(key ?? "")}</text>`}
      </g>`;
    })}
  </svg>`;
}

/**
 * A figure of one lane or topic over time, small, beside its name.
 *
 * @param {Measure} measure @param {(number | null)[]} values @param {Group[]} stretches @param {string} label
 */
export function line(measure, values, stretches, label) {
  const [low, high] = RANGES[measure] ?? [0, Math.max(1, ...values.map((value) => value ?? 0))];
  const step = 120 / Math.max(values.length, 1);
  const spoken = values.flatMap((value, index) => (value === null ? [] : `${dayOf(stretches[index].key ?? "")} ${shown(measure, value)}`)).join(", ");
  return html`<svg class="plot small" viewBox="0 0 120 28" role="img" aria-label="${label}: ${spoken || "–"}">
    <line x1="0" x2="120" y1="27.5" y2="27.5"/>
    ${values.map((value, index) => {
      if (value === null) return "";
      const height = Math.max(2, ((value - low) / (high - low)) * 26);
      return svg`<rect x=${index * step + step * 0.1} width=${step * 0.8} y=${27 - height} height=${height} rx="1"><title>${dayOf(stretches[index].key ?? "")}: ${shown(measure, value)}</title></rect>`;
    })}
  </svg>`;
}
