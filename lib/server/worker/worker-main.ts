/**
 * The process that runs models. It is separate, so that a long computation, a lack of memory or a crash in native code does
 * not stop the server. It reads checkpoints, reads and writes blobs and artifacts, and asks the server for records.
 */
import { askOf, CALLS, createModelHost, isShortCall, methodsFrom, serve } from "../../job";
import { withCases } from "../../store";
import { readEnv } from "../env";
import { createModelFiles } from "../files/model-files";
import { createArtifactFiles } from "../storage/artifact-files";
import { createBlobFiles } from "../storage/blob-files";
import { endWithParent } from "./end-with-parent";
import { parentRecords } from "./parent-records";
import { processPort } from "./process-port";
import { createNativeRuntime } from "./runtime";
import { createTurns } from "./turns";

const env = readEnv();
const records = parentRecords();
const turns = createTurns();

serve(CALLS, processPort(process, "host"), {
  async open() {
    const files = createModelFiles(env);
    const blobs = createBlobFiles(env.blobFolder);
    const host = createModelHost({
      runtime: turns.share(createNativeRuntime({ kind: env.place })),
      files: (modelId) => files.of(modelId),
      blobs,
      artifacts: createArtifactFiles(env.artifactFolder, env.shippedArtifactFolder),
      records,
    });
    const ask = askOf(CALLS, host);
    const methods = methodsFrom(CALLS, (name, input, run) => {
      const work = async () => ask(name, await withCases(blobs, input), run);
      return isShortCall(name, input) ? turns.inForeground(work) : turns.inBackground(work);
    });
    return { ...host, ...methods };
  },
});
endWithParent();
