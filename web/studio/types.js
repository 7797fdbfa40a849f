// What the studio's routes send, as JSDoc types. Nothing here runs.

/** @typedef {{name: string | null, confidence: number}} Guess */

/**
 * @typedef {object} Understood
 * @property {Guess} intent
 * @property {string | null} lane
 * @property {Guess[]} ranking
 * @property {{entity: string, value: unknown, start: number, end: number}[]} entities
 * @property {{id: string, title: string, score: number}[]} articles
 * @property {{label: string, strength: number, words: string[]} | null} mood
 * @property {string | null} masked
 */

/**
 * @typedef {object} InboxItem
 * @property {string} id
 * @property {string} text masked
 * @property {string} draft as it could stand in a file
 * @property {string | null} intent
 * @property {string | null} lane
 * @property {number} confidence
 * @property {Guess[]} ranking
 * @property {string[]} reasons
 * @property {string | null} suggested what an agent says it means
 * @property {number} like how many others say nearly the same
 * @property {string} asked_at
 */

/** @typedef {{items: InboxItem[], total: number, reasons: Record<string, number>}} Inbox */
/** @typedef {{id: string, author: string, text: string | null, at: string, asked: boolean}} AroundLine */
/** @typedef {{id: string, author: string, message: string, at: string, undone: boolean, commit: string | null, files: {path: string, diff: string[]}[]}} Change */
/** @typedef {{decision: string, taught: string | null, change: Change | null}} Labelled */
/** @typedef {{name: string, lane: string | null, title: string | null, description: string, count: number, problems: string[]}} IntentHealth */
/** @typedef {{text: string, file: string, line: number}} Example */
/** @typedef {IntentHealth & {examples: Example[]}} IntentDetail */

export {};
