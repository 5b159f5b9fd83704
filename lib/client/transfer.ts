/** Large bodies in both directions, with progress. Works on the page and in a worker. */
import { fromWireError, PalimpsestError } from "../base";
import { WireErrorRecord } from "../store";
import { send } from "./http";

export type OnBytes = (loadedBytes: number, totalBytes: number) => void;

/** The bytes of a URL of this server. `totalBytes` of the progress is 0 when the server does not say it. */
export async function download(url: string, onBytes?: OnBytes, init: RequestInit = {}): Promise<Uint8Array> {
  const response = await send(url, init);
  const totalBytes = Number(response.headers.get("content-length") ?? 0);
  if (!response.body || !onBytes) return new Uint8Array(await response.arrayBuffer());

  const chunks: Uint8Array[] = [];
  let loadedBytes = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    loadedBytes += value.byteLength;
    onBytes(loadedBytes, totalBytes);
  }
  return concatenated(chunks, loadedBytes);
}

/** Sends a file with PUT. XMLHttpRequest, because fetch cannot say how much of a body has been sent. */
export function upload(url: string, body: Blob, onBytes: OnBytes, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const onAbort = () => request.abort();
    request.open("PUT", url);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "text";
    request.upload.addEventListener("progress", (event) => onBytes(event.loaded, event.total));
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

function concatenated(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const whole = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

function errorFrom(text: string, status: number): PalimpsestError {
  const parsed = WireErrorRecord.safeParse(jsonOrNothing(text));
  if (parsed.success) return fromWireError(parsed.data);
  return new PalimpsestError("integrity", `The server answered with status ${status}.`, {
    details: { reason: "unreadable" },
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
    details: { reason: "offline" },
  });
}
