/** Opens a model in this worker: onnxruntime, the model's files, the tab's blobs, and the bench over them. */
import { createBench, importArtifact } from "../../job";
import { openCheckpoint } from "../../model";
import { createOrtRuntime } from "../../runtime";
import type { OpenedBench } from "./worker-handler";
import { loadOrt } from "./ort-web";
import type { BackendChoice, LoadProgress } from "./worker-protocol";
import { createTabArtifacts } from "../storage/tab-artifacts";
import { createTabBlobs } from "../storage/tab-blobs";
import { createTabFiles } from "../storage/tab-files";
import { yielding } from "./cooperative-runtime";

/** Short, and in every vocabulary: asked once so that the first real question finds the model loaded and compiled. */
const FIRST_PROMPT = "The";

export async function openBench(
  modelId: string,
  choice: BackendChoice,
  onLoading: (progress: LoadProgress) => void,
): Promise<OpenedBench> {
  const { ort, kind, threads } = await loadOrt(choice);
  const blobs = createTabBlobs();
  const artifacts = createTabArtifacts();
  const bench = createBench({
    runtime: yielding(createOrtRuntime(ort, { kind })),
    files: (id) => createTabFiles(id, onLoading),
    blobs,
    artifacts,
  });
  await bench.nextTokens(modelId, { prompt: FIRST_PROMPT, versions: [[]], count: 1 });
  return {
    bench,
    threads,
    publish: (addresses) => blobs.publish(addresses),
    async importArtifact(bytes) {
      const { facts } = await openCheckpoint(modelId, createTabFiles(modelId, onLoading));
      const { fingerprint } = await bench.fingerprint(modelId, { overlays: [] });
      return importArtifact(artifacts, bytes, [{ facts, fingerprint }]);
    },
  };
}
