/** An answer that is not 2xx, or none at all (status 0). */
export class Failure extends Error {
  /** @param {number} status @param {string} code @param {string} message @param {number} [retryAfter] seconds @param {Record<string, any>} [details] */
  constructor(status, code, message, retryAfter = 0, details = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.details = details;
  }

  /** Whether the same request may succeed later. */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/**
 * `fetch` that gives the JSON of a 2xx answer and throws a Failure for everything else.
 *
 * @param {string} url @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
export async function fetchJson(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure(0, "no_network", "the server cannot be reached.");
  }
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  const { code = "unknown", message = response.statusText, details = {} } = body?.error ?? {};
  throw new Failure(response.status, code, message, Number(response.headers.get("Retry-After")) || 0, details);
}
