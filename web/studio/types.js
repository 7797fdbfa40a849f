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
/** @typedef {{text: string, intent: string, alike: number}} NearExample */
/** @typedef {IntentHealth & {examples: Example[]}} IntentDetail */
/** @typedef {Example & {intent: string}} Placed */
/** @typedef {{id: string, example: Placed, nearest: Placed, alike: number, own: number}} Nearer */
/** @typedef {{id: string, example: Placed, twin: Placed, alike: number}} Double */
/** @typedef {{intents: string[], crossed: number, share: number}} Overlap */
/** @typedef {{words: string, seen: {entity: string | null, count: number, examples: Placed[]}[]}} MarkedWords */
/** @typedef {{examples: number, nearer: Nearer[], doubles: Double[], overlaps: Overlap[], marks: MarkedWords[]}} Health */
/** @typedef {{id: string, text: string, way: string, source: string | null}} Suggestion */
/** @typedef {{id: string, title: string, stage: string, shown: number, solved: number, not_solved: number}} ArticleRow */
/** @typedef {{id: string, title: string, steps: number}} GuideRow */
/** @typedef {{title: string, do: string[], ask: string, answers: string[]}} GuideStep */
/** @typedef {{id: string, text: string, count: number}} Gap */

/**
 * @typedef {object} Run
 * @property {string} id
 * @property {"queued" | "running" | "done" | "failed" | "cancelled"} state
 * @property {string} note
 * @property {string} author
 * @property {string} created_at
 * @property {string | null} started_at
 * @property {string | null} ended_at
 * @property {number} ahead
 * @property {string | null} step
 * @property {number | null} share 0 to 1
 * @property {number | null} left_s
 * @property {boolean} stopping
 * @property {{code: string, message: string} | null} failure
 * @property {string | null} model_id
 * @property {string | null} compared_with
 * @property {Refusal[] | null} refusals an empty list when the gate says yes
 * @property {number} open_flips
 */

/** @typedef {{rule: string, about: string, before: number | string | null, after: number | string | null}} Refusal */
/** @typedef {Run & {log: string, facts: Record<string, string>, report: Report | null}} RunDetail */
/** @typedef {Record<string, number>} Figures */
/** @typedef {{live?: Figures, candidate: Figures}} Sides */
/** @typedef {{confidence: number, right: number, sentences: number}} Bin */
/** @typedef {{reliability: Bin[], confidence: number[]}} Plots */
/** @typedef {{expected: string, got: string, live?: number, candidate: number}} Confused */
/** What is meant, what was read, how often. @typedef {Record<string, Record<string, number>>} Matrix */

/**
 * @typedef {object} Report
 * @property {Record<string, Sides>} sets
 * @property {{live?: Record<string, Figures>, candidate: Record<string, Figures>}} lanes
 * @property {{live?: Plots, candidate: Plots}} plots
 * @property {{live?: Matrix, candidate: Matrix}} [lane_matrix] missing in old reports
 * @property {Confused[]} confusion
 */

/** @typedef {{intent: string | null, lane: string | null, confidence: number, action: string, article: string | null, products: string[]}} Reading */

/**
 * @typedef {object} Flip
 * @property {string} id
 * @property {string} set
 * @property {string} text
 * @property {string | null} expected
 * @property {string[]} changed
 * @property {Reading} before
 * @property {Reading} after
 * @property {boolean | null} better
 * @property {"accepted" | "example" | null} decision
 */

/**
 * @typedef {object} Deployment
 * @property {string} id
 * @property {string} model_id
 * @property {string | null} run_id
 * @property {string} kind
 * @property {string} state
 * @property {string | null} name
 * @property {string | null} reason
 * @property {string} asked_at
 * @property {string | null} live_at
 * @property {string | null} ended_at
 * @property {{code: string, message: string} | null} failure
 * @property {{conversations: number, containment: number | null, csat: number | null, scores: number} | null} outcome
 */

/** @typedef {{id: string, trained_at: string, seconds: number, live: boolean, run_id: string | null, note: string | null}} Model */
/** @typedef {{models: Model[], history: Deployment[], pending: Deployment | null}} Models */

export {};
