import { Failure } from "./failure.js";

/**
 * Sends a file as the body of a request, by XMLHttpRequest, which alone tells how far it is.
 *
 * @param {string} url
 * @param {File} file
 * @param {(progress: number) => void} progress 0 to 1
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>} the JSON of a 2xx answer; else a Failure, of status 0 for none at all
 */
export function upload(url, file, progress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    request.onloadend = () => {
      const { status, response } = request;
      if (status >= 200 && status < 300) resolve(response);
      else reject(new Failure(status, response?.error?.code ?? "upload", response?.error?.message ?? ""));
    };
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
