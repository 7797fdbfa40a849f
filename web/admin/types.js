// What the admin API sends, as JSDoc types. Nothing here runs.

/** A count, a share, points or seconds; of how many conversations. @typedef {{value: number | null, of: number, p90: number | null}} Figure */
/** @typedef {"conversations"|"csat"|"nps"|"containment"|"confirmed"|"first_response"|"resolution"} Measure */
/** @typedef {{key: string | null, figures: Record<Measure, Figure>}} Group */
/** @typedef {{first: string, last: string, all: Record<Measure, Figure>, by_lane: Group[], by_topic: Group[], over_time: Group[]}} Figures */
/** @typedef {{id: string, began: string, lane: string | null, topic: string | null, value: number}} Behind */
/** @typedef {{first: string, last: string, lane: string, topic: string}} About */

/** @typedef {{name: string, role: string, capacity: number, active: boolean}} MemberFields */
/** @typedef {MemberFields & {id: string, email: string}} Member */
/** @typedef {{name: string, lanes: string[], topics: string[], automatic: boolean, first_response_s: number | null, next_response_s: number | null, resolution_s: number | null, members: string[]}} TeamFields */
/** @typedef {TeamFields & {id: string}} Team */
/** @typedef {{conversation_id: string, name: string | null, since: string}} Blocked */
/** @typedef {{at: string, name: string, action: string, about: string, data: Record<string, unknown>}} Entry */

export {};
