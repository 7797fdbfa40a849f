// The objects that the gateway sends, as JSDoc types. Nothing here runs.

/** @typedef {string | {one?: string, other: string} | string[]} Text */
/** @typedef {Record<string, Text>} Texts */

/** @typedef {"bot"|"queued"|"assigned"|"confirming"|"snoozed"|"resolved"} Status */
/** @typedef {"low"|"medium"|"high"|"urgent"} Priority */
/** @typedef {{id: string, title: string, value: string|number|null}} Choice */
/** @typedef {{title: string, url: string}} Link */
/** @typedef {{ask: string[], topics: string[], consent: string|null, privacy: string|null}} BeforeChat */
/** @typedef {{id: string, name: string, type: string, size: number, width: number|null, height: number|null}} Attached */

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {number} seq
 * @property {"customer"|"bot"|"agent"|"system"} author
 * @property {string|null} [name]
 * @property {"text"|"choices"|"notice"|"survey"|"file"} kind
 * @property {string} text
 * @property {Choice[]} [choices]
 * @property {string|null} [chosen]
 * @property {Link|null} [link]
 * @property {boolean|null} [helpful] the customer's thumb under an answer with a link
 * @property {Attached|null} [file]
 * @property {string|null} [client_id]
 * @property {string} created_at
 */

/** @typedef {{position: number, wait_low_s: number|null, wait_high_s: number|null, opens_at?: string|null, staffed?: boolean}} Queue */

/**
 * @typedef {object} Conversation
 * @property {Status} status
 * @property {Queue|null} [queue]
 * @property {"bot"|"agent"|null} [typing]
 * @property {string|null} [agent]
 * @property {number} [seen_seq] up to here people have read it
 */

/**
 * @typedef {{type: "messages", messages: Message[], conversation?: Conversation}
 *   | {type: "conversation", conversation: Conversation}
 *   | {type: "typing", author: "bot"|"agent", on: boolean, name?: string}
 *   | {type: "ping"}} Frame
 */

/** @typedef {{intent: string|null, lane: string|null, confidence: number|null, mood: unknown, ranking?: {name: string, confidence: number}[]}} Nlu */

/** @typedef {Message & {private?: boolean, nlu?: Nlu|null, taught?: string|null, mentions?: Mentioned[]}} DeskMessage */
/** Who a note calls: a name, and the colleagues behind it. @typedef {{name: string, staff: string[]}} Mentioned */

/** @typedef {{id: string, name: string, text: string, mark: string}} Canned */
/** @typedef {{name: string, title: string|null, lane: string|null}} Intent */
/** @typedef {{id: string, title: string, url: string, heading: string, text: string}} Suggestion the passage that says most */

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {Status} status
 * @property {Priority} priority
 * @property {string|null} waiting_since
 * @property {string|null} lane
 * @property {string|null} topic
 * @property {string|null} mood how the customer feels now
 * @property {string|null} reason
 * @property {{id: string|number, name: string}|null} assignee
 * @property {Contact|null} contact
 * @property {string|null} visitor_name
 * @property {{author: string, text: string, created_at: string}|null} last_message
 * @property {boolean} mentioned whether a note calls me and waits to be seen
 * @property {number} unread
 * @property {{id: string, name: string}|null} team
 * @property {string|null} snoozed_until
 * @property {string[]} labels
 * @property {string|null} merged_into where it goes on
 * @property {Promised|null} promise the next one that is due
 * @property {Clocks} clocks
 * @property {string} created_at
 * @property {string} updated_at
 */

/**
 * What the customer is owed, in open hours: `clock` is null while nobody waits.
 * @typedef {{clock: string|null, answer_due_at: string|null, overdue: boolean, solve_due_at: string|null, solve_left_s: number|null}} Clocks
 */

/** What was promised to a customer; `by` is null for the bot. @typedef {{id: string, text: string, due_at: string, overdue: boolean, by: string|null}} Promised */
/** @typedef {{message_id: string, text: string, due_at: string}} PromiseHeard */
/** @typedef {"online"|"away"|"offline"} Presence */
/** @typedef {{id: string, name: string, role: string, presence: Presence, keep_online: boolean, load: number, capacity: number, teams: string[]}} Colleague */
/** @typedef {{id: string, name: string}} Team */

/** @typedef {{mine: number, mine_unread: number, mentions: number, promises_overdue: number, unassigned: number, all: number, bot: number}} Counts */
/** @typedef {{at: string, actor: string, name: string|null, from: Status|null, to: Status|null, reason: string|null}} Move */
/** @typedef {{id: string|number, name: string, email: string, role: string}} Staff */

/** @typedef {{id: string, name: string, email: string|null, postcode: string|null, since: string}} Contact */
/** @typedef {{external_id: string|null, verified: boolean, name: string|null, email: string|null, topic: string|null, attributes: Record<string, string|number|boolean>}} Profile */
/** @typedef {{number: string, status: string, ordered_at: string, items: string[]}} Order */
/** @typedef {{id: string, gesture: string, amount: string, grievance: string, order: string|null, standing: "given" | "asked" | "approved" | "refused", limit: string|null, decided_by: string|null, note: string|null, created_at: string, decided_at: string|null}} Gesture */
/** @typedef {{id: string, status: Status, lane: string|null, topic: string|null, resolution: string|null, score: number|null, created_at: string}} Earlier */
/** @typedef {{conversation: Row, because: "browser"|"contact"|"email", said: string|null}} Duplicate an e-mail is only a claim */
/** @typedef {{id: string, created_at: string, messages: DeskMessage[], earlier: boolean}} Merged */

/** @typedef {{title: string, answer: string, shows: string, how: "answered"|"tried"|"left_out"}} GuideStep */
/** @typedef {{guide: string, title: string, machine: string|null, steps: GuideStep[], ended: "solved"|"person"|"stop"|null, asked: string|null}} GuideReport */

/**
 * @typedef {object} Packet
 * @property {string[]} problem in the customer's words
 * @property {string|null} lane
 * @property {string|null} topic
 * @property {string|null} reason
 * @property {{entity: string, value: unknown}[]} entities
 * @property {Link[]} articles what the bot has shown
 * @property {Link[]} considered what it thought of and has not shown
 * @property {GuideReport[]} guides how far a guide was gone, the last one at the end
 * @property {string[]} answers what the bot said last
 * @property {{label: string, strength: number, words: string[], trend: string}|null} mood
 * @property {string|null} waiting_since
 * @property {Order[]} orders
 * @property {Earlier[]} earlier
 * @property {Gesture[]} goodwill
 */

/**
 * @typedef {object} Opened
 * @property {Row} conversation
 * @property {DeskMessage[]} messages
 * @property {Packet} packet
 * @property {Move[]} events
 * @property {Profile|null} profile
 * @property {Merged[]} merged those that go on in this one
 * @property {boolean} earlier whether there are messages before these
 * @property {boolean} blocked whoever writes here may not write any more
 * @property {Suggestion[]} suggestions
 * @property {Promised[]} promises those that are open
 * @property {PromiseHeard|null} promise_heard what sounds like one and is not remembered
 */

export {};
