/** The worker's process around the fake bench. */
import { createBlobFiles } from "../storage/blob-files";
import { endWithParent } from "../worker/end-with-parent";
import { readEnv } from "../env";
import { createWorkerHost } from "../worker/worker-host";
import type { FromWorker, ToWorker } from "../worker/worker-protocol";
import { createFakeBench } from "./fake-model-host";

const send = (message: FromWorker): void => {
  process.send?.(message);
};
const modelHost = createFakeBench({ blobs: createBlobFiles(readEnv().blobFolder), stepMs: 20 });
const host = createWorkerHost(async () => modelHost, send);
process.on("message", (message) => host.receive(message as ToWorker));
endWithParent();
send({ type: "ready" });
