/** The thread that reads large requests for jobs: see front/job-reader.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { stackOf, toWireError } from "../../base";
import type { ReaderAnswer } from "../front/job-reader";
import { readJob } from "../front/read-job";
import { createBlobFiles } from "../storage/blob-files";

const blobs = createBlobFiles((workerData as { readonly blobFolder: string }).blobFolder);
const post = (answer: ReaderAnswer): void => parentPort?.postMessage(answer);

parentPort?.on("message", ({ id, bytes }: { readonly id: number; readonly bytes: Uint8Array }) => {
  readJob(bytes, blobs).then(
    (read) => post({ id, read }),
    (error: unknown) => {
      const wire = toWireError(error);
      if (wire.code === "internal")
        process.stderr.write(`A request for a job could not be read: ${stackOf(error)}\n`);
      post({ id, error: wire });
    },
  );
});
