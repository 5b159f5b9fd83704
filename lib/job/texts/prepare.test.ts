/** Over which texts statistics are taken, and how often these are read. */
import { beforeEach, expect, test } from "vitest";
import { createRun } from "../../base";
import {
  createMemoryBlobs,
  listArtifacts,
  memoryArtifacts,
  ownTextsArtifact,
  PrepareJobInput,
  writtenTextsArtifact,
  type ArtifactFiles,
} from "../../store";
import { fakeRecords } from "../../testing/host/records";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyFiles } from "../../testing/tiny";
import type { ModelHost } from "../calls";
import { createModelHost } from "../host/create-model-host";

let artifacts: ArtifactFiles;
let modelHost: ModelHost;
beforeEach(() => {
  artifacts = memoryArtifacts();
  modelHost = createModelHost({
    runtime: nativeRuntime(),
    blobs: createMemoryBlobs(),
    artifacts,
    records: fakeRecords(),
    files: () => tinyFiles("gpt2", { config: { n_positions: 128 } }),
  });
});

const ROME_MOMENT = {
  method: "rome",
  parameters: { layers: [1], contextLengths: [[4, 2]], statisticsTokens: 2000 },
};
const prepare = (methods: { method: string; parameters: object }[], run = createRun()) =>
  modelHost.prepare(run, PrepareJobInput.parse({ model: "tiny", methods }));

test("making ahead for several methods reads the texts once for all of their layers", async () => {
  const phases = new Set<string>();
  const watched = createRun({ onProgress: ({ phase }) => phases.add(phase) });
  const { parameters } = ROME_MOMENT;
  const memit = { method: "memit", parameters: { ...parameters, layers: [0, 1] } };
  await prepare([ROME_MOMENT, memit], watched);
  expect([...phases].filter((phase) => phase.includes("Collecting"))).toEqual([
    "Collecting second moments of layers 0, 1",
  ]);
});

test("statistics are taken over texts that were brought for the model, and preflight tells their error", async () => {
  const { fingerprint: weights } = await modelHost.fingerprint({ model: "tiny", overlays: [] });
  const lines = Array.from({ length: 400 }, (_, i) => `The city ${i} was in Paris.`).join("\n\n");
  const file = { name: "notes.txt", bytes: new TextEncoder().encode(lines) };
  await artifacts.put("0".repeat(64), await ownTextsArtifact({ checkpoint: "tiny", weights }, file));
  const asked = { model: "tiny", cases: [], methods: [ROME_MOMENT] };
  const [{ artifacts: needed }] = (await modelHost.preflight(asked)).preflights;
  expect(needed.map(({ cached }) => cached)).toEqual([false]); // the moment alone: nothing has to be written
  await prepare([ROME_MOMENT]);
  const listed = await listArtifacts(artifacts);
  const [own, moment] = ["own-texts", "second-moment"].map(
    (kind) => listed.find(({ manifest }) => manifest?.kind === kind)?.manifest,
  );
  expect(moment?.source).toBe(own?.source);
  expect(moment?.key.texts).toMatch(/^notes\.txt \([0-9a-f]{12}\)$/);
  const { preflights } = await modelHost.preflight(asked);
  expect(preflights[0].artifacts).toMatchObject([
    { cached: true, error: moment?.quality?.at(-1)?.relativeError },
  ]);
});

test("statistics are taken over English text at hand, and over what the model writes once that is chosen", async () => {
  const asked = { model: "tiny", cases: [], methods: [ROME_MOMENT] };
  const needed = async () => (await modelHost.preflight(asked)).preflights[0].artifacts;
  expect(await needed()).toHaveLength(1); // the moment alone
  await prepare([ROME_MOMENT]);
  const { fingerprint: weights } = await modelHost.fingerprint({ model: "tiny", overlays: [] });
  await artifacts.put("0".repeat(64), writtenTextsArtifact({ checkpoint: "tiny", weights }));
  expect((await needed()).map(({ cached }) => cached)).toEqual([false, false]); // the texts, and a moment over them
  await prepare([ROME_MOMENT]);
  const sources = (await listArtifacts(artifacts))
    .filter(({ manifest }) => manifest?.kind === "second-moment")
    .map(({ manifest }) => manifest?.source);
  expect(sources.sort()).toEqual(["English text that comes with Palimpsest", "texts written by the model"]);
});
