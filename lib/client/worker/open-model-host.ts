/** Opens a model in this worker: onnxruntime, the model's files, the tab's blobs, and the host over them. */
import { createModelHost, importArtifact, type HostOf, type LoadProgress } from "../../job";
import { openCheckpoint } from "../../model";
import { createOrtRuntime, type Runtime } from "../../runtime";
import { createGraph, negate } from "../../tensor";
import { createTabArtifacts } from "../storage/tab-artifacts";
import { createTabBlobs } from "../storage/tab-blobs";
import { createTabFiles } from "../storage/tab-files";
import { TAB_RECORDS } from "../storage/tab-records";
import { cooperativeRuntime } from "./cooperative-runtime";
import { loadOrt } from "./ort-web";
import { type TAB_CALLS, type TabTarget } from "./tab-calls";

/** Short, and in every vocabulary: asked once so that the first real question finds the model loaded and compiled. */
const FIRST_PROMPT = "The";

export async function openModelHost(
  { modelId, choice }: TabTarget,
  onLoading: (progress: LoadProgress) => void,
): Promise<HostOf<typeof TAB_CALLS>> {
  const { ort, kind, threads } = await loadOrt(choice);
  const runtime = createOrtRuntime(ort, { kind });
  // The binaries come while the model's files do. Whatever stops them is told by the first question.
  bringUp(runtime).catch(() => undefined);
  const blobs = createTabBlobs();
  const artifacts = createTabArtifacts();
  const host = createModelHost({
    runtime: cooperativeRuntime(runtime),
    files: (id) => createTabFiles(id, onLoading),
    blobs,
    artifacts,
    records: TAB_RECORDS,
    prefetch: (version, addresses) => blobs.fetchAll(version, addresses),
  });
  await host.nextTokens({ model: modelId, prompt: FIRST_PROMPT, versions: [null], count: 1 });
  return {
    ...host,
    edit: (run, input) => blobs.during(() => host.edit(run, input)),
    threads,
    async publish() {
      await blobs.publish();
      return {};
    },
    async importArtifact({ bytes }) {
      const { facts } = await openCheckpoint(modelId, createTabFiles(modelId, onLoading));
      const fingerprint = async () => (await host.fingerprint({ model: modelId })).fingerprint;
      return importArtifact(artifacts, bytes, [{ facts, fingerprint }]);
    },
  };
}

/** Has the runtime load and compile its binaries, with a program that has no weights. */
async function bringUp(runtime: Runtime): Promise<void> {
  const graph = createGraph();
  graph.output("same", negate(graph.input("x", "float32", [1])));
  const executable = await runtime.compile(graph.program(), {
    read: () => Promise.reject(new Error("no weights")),
  });
  await executable.dispose();
}
