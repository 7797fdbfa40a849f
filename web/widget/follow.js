// Three ways to hear from the server. Each resolves or throws when the connection ends, and calls `opened` once it
// knows that the server answers; what arrives is always one of the frames in shared/types.js.
import { Failure } from "../shared/failure.js";
/** @import { Client } from "./client.js" */
/** @import { Frame } from "../shared/types.js" */

/**
 * @typedef {object} Listener
 * @property {AbortSignal} signal
 * @property {() => number} after the last seq that arrived
 * @property {(frame: Frame) => void} frame
 * @property {(speak?: (frame: object) => void) => void} opened with a way to speak back, where there is one
 */
/** @typedef {(client: Client, listener: Listener) => Promise<void>} Follow */

/** The server pings more often than this; a line that is silent for longer is dead, though nobody told us. */
const SILENCE = 50_000;

/** Close codes by which the server says that the token is not good (any more). */
const UNAUTHORISED = [1008, 3000, 4001, 4401];

/** @type {Follow} */
export function followSocket(client, listener) {
  return new Promise((resolve, reject) => {
    const socket = client.socket(listener.after());
    let answered = false;
    /** @type {ReturnType<typeof setTimeout>} */
    let watchdog;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => socket.close(), answered ? SILENCE : 8_000);
    };
    alive();
    listener.signal.addEventListener("abort", () => socket.close());
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", token: client.token, after: listener.after() }));
    socket.onmessage = ({ data }) => {
      if (!answered) {
        answered = true;
        listener.opened((frame) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame)));
      }
      alive();
      listener.frame(JSON.parse(data));
    };
    socket.onclose = ({ code }) => {
      clearTimeout(watchdog);
      if (UNAUTHORISED.includes(code)) reject(new Failure(401, "token", "the session has ended."));
      else if (answered) resolve();
      else reject(new Failure(0, "refused", "the connection was refused."));
    };
  });
}

/** Server-Sent Events read by hand: EventSource cannot send the Authorization header. @type {Follow} */
export async function followEvents(client, listener) {
  const silent = new AbortController();
  listener.signal.addEventListener("abort", () => silent.abort());
  const response = await client.events(listener.after(), silent.signal);
  if (!response.ok || !response.body) throw new Failure(response.status, "refused", response.statusText);
  if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) throw new Failure(415, "refused", "");
  listener.opened();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const watchdog = setTimeout(() => silent.abort(), SILENCE);
    const { value, done } = await reader.read().finally(() => clearTimeout(watchdog));
    if (done) return;
    const events = (rest + value.replaceAll("\r", "")).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const data = event.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
      if (data) listener.frame(JSON.parse(data));
    }
  }
}

/** @type {Follow} */
export async function followPolls(client, listener) {
  let wait = 0;
  for (;;) {
    const { messages, conversation } = await client.messages(listener.after(), wait, listener.signal);
    if (!wait) listener.opened();
    listener.frame({ type: "messages", messages, conversation });
    wait = 20;
  }
}
