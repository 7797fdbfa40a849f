/** A random id. `crypto.randomUUID` exists only on secure origins, and a shop in a local network may be plain http. */
export const uuid = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
