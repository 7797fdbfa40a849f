/** @param {DragEvent} event */
const carriesFiles = ({ dataTransfer }) => !!dataTransfer?.types.includes("Files");

/**
 * Files may be dropped anywhere on the page; where nobody takes them the browser would leave the page for the file.
 *
 * @param {(over: boolean) => void} hover whether files are held over the page
 * @param {(files: File[]) => void} take
 * @returns {() => void} ends it
 */
export function takeDrops(hover, take) {
  const stop = new AbortController();
  const on = (/** @type {"dragover" | "dragleave" | "drop"} */ type, /** @type {(event: DragEvent) => void} */ act) =>
    document.addEventListener(type, (event) => carriesFiles(event) && act(event), { signal: stop.signal });
  on("dragover", (event) => {
    event.preventDefault();
    hover(true);
  });
  on("dragleave", ({ relatedTarget }) => relatedTarget || hover(false)); // to nothing: out of the window
  on("drop", (event) => {
    event.preventDefault();
    hover(false);
    take([...(event.dataTransfer?.files ?? [])]);
  });
  return () => stop.abort();
}
