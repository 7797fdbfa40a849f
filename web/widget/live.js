import { backoff } from "../shared/backoff.js";
import { Failure } from "../shared/failure.js";
import { followEvents, followPolls, followSocket } from "./follow.js";
/** @import { Client } from "./client.js" */
/** @import { Frame } from "../shared/types.js" */

/** A WebSocket that is refused twice gives way to Server-Sent Events, these to polling; then the round begins again. */
const WAYS = [followSocket, followSocket, followEvents, followPolls];

/**
 * Keeps the conversation connected until `stop`, by whichever way the network lets through.
 *
 * @param {Client} client
 * @param {{after: () => number, frame: (frame: Frame) => void, state: (state: "live" | "lost") => void}} listener
 */
export function stayConnected(client, listener) {
  const stopped = new AbortController();
  /** @type {((frame: object) => void) | undefined} */
  let speak;
  let wake = () => {};
  let way = 0;
  const wakeUp = () => wake();
  /** A browser without network keeps its sockets for minutes; we do not. */
  const giveUp = () => current.abort();
  addEventListener("online", wakeUp);
  addEventListener("offline", giveUp);
  let current = new AbortController();

  const run = async () => {
    let attempt = 0;
    while (!stopped.signal.aborted) {
      let opened = false;
      const follow = WAYS[way % WAYS.length];
      current = new AbortController();
      try {
        await follow(client, {
          signal: current.signal,
          after: listener.after,
          frame: listener.frame,
          opened(uplink) {
            opened = true;
            attempt = 0;
            speak = uplink;
            listener.state("live");
          },
        });
      } catch (error) {
        if (error instanceof Failure && error.status === 401) await client.start().catch(() => {});
      }
      speak = undefined;
      if (stopped.signal.aborted) return;
      if (!opened) way += 1;
      listener.state("lost");
      await new Promise((resolve) => {
        wake = () => resolve(undefined);
        setTimeout(wake, opened ? 250 : backoff(attempt++));
      });
    }
  };
  run();

  return {
    /** Says something small that may be lost: typing, read. @param {object} frame */
    tell: (frame) => speak?.(frame),
    wake: wakeUp,
    stop() {
      stopped.abort();
      current.abort();
      removeEventListener("online", wakeUp);
      removeEventListener("offline", giveUp);
      wake();
    },
  };
}
