/**
 * The process that runs models, so that a long computation, a lack of memory or a crash in native code never takes the
 * server with it. It reads checkpoints and blobs, writes blobs, and knows no database.
 */
import { createModelHost } from "../../job";
import { createArtifactFiles } from "../storage/artifact-files";
import { createBlobFiles } from "../storage/blob-files";
import { endWithParent } from "./end-with-parent";
import { readEnv } from "../env";
import { createModelFiles } from "../files/model-files";
import { createNativeRuntime } from "./runtime";
import { createWorkerHost } from "./worker-host";
import type { FromWorker, ToWorker } from "./worker-protocol";

const env = readEnv();
const send = (message: FromWorker): void => {
  process.send?.(message);
};

const host = createWorkerHost(async () => {
  const files = createModelFiles(env);
  return createModelHost({
    runtime: createNativeRuntime({ kind: env.place }),
    files: (modelId) => files.of(modelId),
    blobs: createBlobFiles(env.blobFolder),
    artifacts: createArtifactFiles(env.artifactFolder, env.shippedArtifactFolder),
  });
}, send);

process.on("message", (message) => host.receive(message as ToWorker));
endWithParent();
send({ type: "ready" });
