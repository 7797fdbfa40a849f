/**
 * Milliseconds to wait before attempt number `attempt` (0, 1, 2 …): doubling from half a second up to `most`,
 * with a random part, so that a thousand widgets do not come back in the same instant.
 *
 * @param {number} attempt
 */
export function backoff(attempt, most = 15_000) {
  const step = Math.min(most, 500 * 2 ** attempt);
  return step / 2 + (Math.random() * step) / 2;
}
