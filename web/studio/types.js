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

export {};
