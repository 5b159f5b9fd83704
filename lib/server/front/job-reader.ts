/** Reads requests for jobs: a small body here, a large one in a thread, where it keeps nobody waiting. */
import { access } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { because, fromWireError, PalimpsestError, type WireError } from "../../base";
import type { BlobStore } from "../../store";
import { readJob, type ReadJob } from "./read-job";

export interface JobReader {
  read(bytes: Uint8Array): Promise<ReadJob>;
  close(): Promise<void>;
}

interface JobReaderOptions {
  /** The program of the thread. */
  readonly file: string;
  readonly blobFolder: string;
  readonly blobs: Pick<BlobStore, "put">;
  readonly smallBytes?: number;
  readonly longestMs?: number;
}

export type ReaderAnswer = { readonly id: number } & (
  { readonly read: ReadJob } | { readonly error: WireError }
);

interface Pending {
  resolve(read: ReadJob): void;
  reject(error: Error): void;
}

/** A thread that has had nothing to do for so long is ended: it holds some 50 MB. */
const IDLE_MS = 60_000;

export function createJobReader(options: JobReaderOptions): JobReader {
  const { file, blobFolder, blobs, smallBytes = 100_000, longestMs = 60_000 } = options;
  const pending = new Map<number, Pending>();
  let thread: Worker | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let nextId = 1;

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ended = thread;
    thread = undefined;
    for (const { reject } of pending.values()) reject(tookTooLong());
    pending.clear();
    await ended?.terminate();
  };
  const start = (): Worker => {
    const started = new Worker(/* turbopackIgnore: true */ file, { workerData: { blobFolder } });
    started.unref();
    started.on("message", (answer: ReaderAnswer) => {
      const asked = pending.get(answer.id);
      pending.delete(answer.id);
      if ("read" in answer) asked?.resolve(answer.read);
      else asked?.reject(fromWireError(answer.error));
    });
    started.on("error", () => void (thread === started && end()));
    return started;
  };
  const readInThread = async (bytes: Uint8Array): Promise<ReadJob> => {
    clearTimeout(idle);
    thread ??= start();
    const id = nextId++;
    const deadline = setTimeout(() => void end(), longestMs);
    // A view of a larger buffer is copied, the whole of one is given away.
    const given = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
    try {
      return await new Promise<ReadJob>((resolve, reject) => {
        pending.set(id, { resolve, reject });
        thread?.postMessage({ id, bytes: given }, [given.buffer as ArrayBuffer]);
      });
    } finally {
      clearTimeout(deadline);
      if (pending.size === 0) idle = setTimeout(() => void end(), IDLE_MS).unref();
    }
  };

  return {
    async read(bytes) {
      if (bytes.length <= smallBytes) return readJob(bytes, blobs);
      await access(file).catch((cause: unknown) => {
        throw new PalimpsestError(
          "runtime_unavailable",
          "The program that reads large requests has not been built.",
          {
            hint: "Run `npm run worker`, then ask again.",
            cause,
          },
        );
      });
      return readInThread(bytes);
    },
    close: end,
  };
}

function tookTooLong(): PalimpsestError {
  return new PalimpsestError("too_large", "The edits could not be read in time.", {
    hint: "Send fewer at once.",
    details: because("readTooLong"),
  });
}
