/** Opens a model in this worker: onnxruntime, the model's files, the tab's blobs, and the bench over them. */
import { createModelHost, importArtifact } from "../../job";
import { openCheckpoint } from "../../model";
import { createOrtRuntime } from "../../runtime";
import type { OpenedModelHost } from "./worker-handler";
import { loadOrt } from "./ort-web";
import type { BackendChoice, LoadProgress } from "./worker-protocol";
import { createTabArtifacts } from "../storage/tab-artifacts";
import { createTabBlobs } from "../storage/tab-blobs";
import { createTabFiles } from "../storage/tab-files";
import { cooperativeRuntime } from "./cooperative-runtime";

/** Short, and in every vocabulary: asked once so that the first real question finds the model loaded and compiled. */
const FIRST_PROMPT = "The";

export async function openModelHost(
  modelId: string,
  choice: BackendChoice,
  onLoading: (progress: LoadProgress) => void,
): Promise<OpenedModelHost> {
  const { ort, kind, threads } = await loadOrt(choice);
  const blobs = createTabBlobs();
  const artifacts = createTabArtifacts();
  const modelHost = createModelHost({
    runtime: cooperativeRuntime(createOrtRuntime(ort, { kind })),
    files: (id) => createTabFiles(id, onLoading),
    blobs,
    artifacts,
  });
  await modelHost.nextTokens(modelId, { prompt: FIRST_PROMPT, versions: [[]], count: 1 });
  return {
    modelHost,
    threads,
    publish: (addresses) => blobs.publish(addresses),
    async importArtifact(bytes) {
      const { facts } = await openCheckpoint(modelId, createTabFiles(modelId, onLoading));
      const { fingerprint } = await modelHost.fingerprint(modelId, { overlays: [] });
      return importArtifact(artifacts, bytes, [{ facts, fingerprint }]);
    },
  };
}
