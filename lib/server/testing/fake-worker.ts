/** The worker's process around the fake bench. */
import { createBlobFiles } from "../blob-files";
import { endWithParent } from "../end-with-parent";
import { readEnv } from "../env";
import { createWorkerHost } from "../worker-host";
import type { FromWorker, ToWorker } from "../worker-protocol";
import { createFakeBench } from "./fake-bench";

const send = (message: FromWorker): void => {
  process.send?.(message);
};
const bench = createFakeBench({ blobs: createBlobFiles(readEnv().blobFolder), stepMs: 20 });
const host = createWorkerHost(async () => bench, send);
process.on("message", (message) => host.receive(message as ToWorker));
endWithParent();
send({ type: "ready" });
