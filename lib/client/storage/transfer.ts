/** Large bodies in both directions, with progress. Works on the page and in a worker. */
import { because, fromWireError, PalimpsestError } from "../../base";
import { WireErrorRecord } from "../../store";
import { send } from "../queries/http";

type OnBytes = (loadedBytes: number, totalBytes: number) => void;

/** A chunk arrives every few milliseconds, and each report that is shown draws a part of the page again. */
const REPORT_EVERY_MS = 200;

/** The bytes of a URL of this server. */
export async function download(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await send(url)).arrayBuffer());
}

/**
 * The same as a Blob, which lies with the browser and, when it is large, on its disk. `totalBytes` of the progress is 0 when
 * the server does not say it.
 */
export async function downloadBlob(url: string, onBytes: OnBytes): Promise<Blob> {
  const response = await send(url);
  const totalBytes = Number(response.headers.get("content-length") ?? 0);
  if (!response.body) return response.blob();

  const report = spaced(onBytes);
  const parts: Blob[] = []; // each given away as it comes, so that they are never together here
  let loadedBytes = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(new Blob([value]));
    loadedBytes += value.byteLength;
    report(loadedBytes, totalBytes);
  }
  return new Blob(parts);
}

/** Sends a file with PUT. It uses XMLHttpRequest, because fetch does not report upload progress. */
export function upload(url: string, body: Blob, onBytes: OnBytes, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const report = spaced(onBytes);
    const onAbort = () => request.abort();
    request.open("PUT", url);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "text";
    request.upload.addEventListener("progress", (event) => report(event.loaded, event.total));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(errorFrom(request.responseText, request.status));
    });
    request.addEventListener("error", () => reject(connectionLost()));
    request.addEventListener("abort", () =>
      reject(new PalimpsestError("cancelled", "Cancelled before it finished.")),
    );
    request.addEventListener("loadend", () => signal.removeEventListener("abort", onAbort));
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) request.abort();
    else request.send(body);
  });
}

/** The first report, then one in each stretch of time, and the one that says that everything is there. */
function spaced(onBytes: OnBytes): OnBytes {
  let reportedAtMs = Number.NEGATIVE_INFINITY;
  return (loadedBytes, totalBytes) => {
    const nowMs = performance.now();
    if (nowMs - reportedAtMs < REPORT_EVERY_MS && loadedBytes !== totalBytes) return;
    reportedAtMs = nowMs;
    onBytes(loadedBytes, totalBytes);
  };
}

function errorFrom(text: string, status: number): PalimpsestError {
  const parsed = WireErrorRecord.safeParse(jsonOrNothing(text));
  if (parsed.success) return fromWireError(parsed.data);
  return new PalimpsestError("integrity", `The server answered with status ${status}.`, {
    details: because("unreadable"),
  });
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not ours: a proxy's page, which the caller reports by its status
  }
}

function connectionLost(): PalimpsestError {
  return new PalimpsestError("runtime_unavailable", "The server did not answer.", {
    hint: "Check that Palimpsest is still running, then try again.",
    details: because("offline"),
  });
}
