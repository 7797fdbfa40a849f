/**
 * A small part of localStorage or sessionStorage. Where storage is forbidden (private windows, strict settings)
 * it lives as long as the page: the chat works, only a reload forgets it.
 *
 * @param {"localStorage" | "sessionStorage"} kind
 * @param {string} prefix
 */
export function memory(kind, prefix) {
  /** @type {Map<string, string>} */
  const fallback = new Map();
  /** @param {(storage: Storage) => string | null | void} use */
  const attempt = (use) => {
    try {
      return use(window[kind]) ?? null;
    } catch {
      return null;
    }
  };
  return {
    /** @param {string} key */
    get(key) {
      return attempt((storage) => storage.getItem(prefix + key)) ?? fallback.get(key) ?? null;
    },
    /** @param {string} key @param {string | null} value */
    set(key, value) {
      if (value === null) {
        fallback.delete(key);
        attempt((storage) => storage.removeItem(prefix + key));
      } else {
        fallback.set(key, value);
        attempt((storage) => storage.setItem(prefix + key, value));
      }
    },
    /** What another tab of this browser has written. @param {string} key @param {() => void} changed */
    watch(key, changed) {
      addEventListener("storage", (event) => event.key === prefix + key && changed());
    },
  };
}

/** @typedef {ReturnType<typeof memory>} Memory */
