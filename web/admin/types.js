// What the admin API sends, as JSDoc types. Nothing here runs.

/** A count, a share, points or seconds; of how many conversations. @typedef {{value: number | null, of: number, p90: number | null}} Figure */
/** @typedef {"conversations"|"csat"|"nps"|"containment"|"confirmed"|"first_response"|"resolution"} Measure */
/** @typedef {{key: string | null, figures: Record<Measure, Figure>}} Group */
/** A lane or a topic with its values over time. @typedef {Group & {over_time: Record<Measure, (number | null)[]>}} Line */
/** @typedef {{first: string, last: string, all: Record<Measure, Figure>, by_lane: Line[], by_topic: Line[], over_time: Group[]}} Figures */
/** @typedef {{id: string, began: string, lane: string | null, topic: string | null, value: number}} Behind */
/** @typedef {{first: string, last: string, lane: string, topic: string}} About */

/** @typedef {{name: string, role: string, capacity: number, active: boolean, mark?: string}} MemberFields */
/** @typedef {MemberFields & {id: string, email: string}} Member */
/** @typedef {{name: string, lanes: string[], topics: string[], automatic: boolean, first_response_s: number | null, next_response_s: number | null, resolution_s: number | null, members: string[], mark?: string}} TeamFields */
/** @typedef {TeamFields & {id: string}} Team */
/** @typedef {{conversation_id: string, name: string | null, since: string, reason: string | null, by: string | null}} Blocked */
/** @typedef {{id: string, name: string, text: string, mark: string}} Canned */
/** @typedef {{label: string, count: number, retired: boolean}} Label */
/** @typedef {{at: string, name: string, action: string, about: string, data: Record<string, unknown>}} Entry */

/** A group of what an admin may set; `number` counts the decisions about it. @typedef {{name: string, number: number, fields: any, default: any, decided: boolean, by: string | null, at: string | null}} Rule */
/** @typedef {{field: string, code: string, message: string, values: Record<string, string | number>}} Problem */
/** @typedef {{opens: string, closes: string}} Period */
/** @typedef {{date: string, name: string, yearly: boolean, periods: Period[]}} SpecialDay */
/** What is typed about the opening hours; the server wants "09:00-12:30" for a period. @typedef {{time_zone: string, week: Record<string, Period[]>, days: SpecialDay[]}} Timetable */

export {};
