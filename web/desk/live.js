/**
 * The server's nudges. EventSource reconnects by itself, except when the answer is an error: then we try again.
 *
 * @param {{nudge: (id: string | null) => void, typing: (id: string) => void, presence: () => void, state: (state: "live" | "lost") => void}} listener
 */
export function listen(listener) {
  /** @type {EventSource} */
  let source;
  /** @type {ReturnType<typeof setTimeout>} */
  let retry;
  let stopped = false;

  const connect = () => {
    source = new EventSource("/api/v1/desk/stream");
    source.onopen = () => {
      listener.state("live");
      listener.nudge(null); // what was missed meanwhile
    };
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      if (event.type === "typing") listener.typing(event.id);
      else if (event.type === "presence") listener.presence();
      else if (event.type !== "ping") listener.nudge(event.id ?? null);
    };
    source.onerror = () => {
      if (stopped) return;
      listener.state("lost");
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, 4_000);
    };
  };
  connect();
  return () => {
    stopped = true;
    clearTimeout(retry);
    source.close();
  };
}
