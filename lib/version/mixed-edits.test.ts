/** Many edits by many methods, undone and taken out in any order: the model is always the one that the graph describes. */
import { beforeAll, describe, expect, test } from "vitest";
import { createRun, PalimpsestError, seededRandom, type JsonObject } from "../base";
import { atlasWorld, randomCases } from "../data/worlds";
import { EDIT_METHODS } from "../edit";
import { askLogits, readOverlay, writeOverlay, type Model } from "../model";
import { createMemoryStore, type Store, type Version } from "../store";
import { editEmbedded } from "../testing/edits";
import { embeddedModel, hasEmbedded } from "../testing/embedded";
import { expectSameBits } from "../testing/expect-close";
import { readExport, type ModelNames } from "./exchange";
import { branchId, createVersionGraph, type VersionGraph } from "./graph";

const MAIN = branchId("atlas", "main");
const EDITS = 50;
const REQUESTS = randomCases(atlasWorld(), seededRandom("mixed"), EDITS).map(({ request }) => request);

/** Low-rank and dense, with and without a memory, and in context. A few steps each: what is written matters little here. */
const METHODS: Readonly<Record<string, JsonObject>> = {
  rome: { valueSteps: 3 },
  "r-rome": { valueSteps: 3 },
  memit: { valueSteps: 3 },
  alphaedit: { valueSteps: 3 },
  simie: { baseParameters: { valueSteps: 3 } },
  "ft-m": { steps: 3 },
  lora: { steps: 3 },
  ultraedit: {},
  grace: { steps: 3 },
  wise: { steps: 2 },
  melo: { steps: 3 },
  defer: { steps: 3 },
  ike: { corpus: 64, threshold: 0.1 },
};
const NAMES = Object.keys(METHODS);

describe.skipIf(!hasEmbedded)("fifty edits by mixed methods", () => {
  let bare: Model;
  let store: Store;
  let versions: VersionGraph;

  const wearing = async (addresses: readonly string[]): Promise<Model> => {
    const blobs = await Promise.all(addresses.map((address) => store.blobs.get(address)));
    return bare.with(blobs.map((bytes) => readOverlay(bytes)));
  };
  const head = async (): Promise<Version> => store.versions.get((await store.branches.get(MAIN)).head);
  const overlaysOf = ({ id }: Version) => versions.overlays(id);
  const logits = async (model: Model): Promise<Float32Array> => {
    const [said] = await askLogits(createRun(), model, [{ prompt: "The capital of France is" }]);
    return said.logits[0].slice();
  };

  const edit = async (i: number): Promise<Version> => {
    const before = await head();
    const model = await wearing(await overlaysOf(before));
    const name = NAMES[i % NAMES.length];
    const { overlays } = await editEmbedded(EDIT_METHODS.get(name), {
      model,
      requests: [REQUESTS[i]],
      parameters: METHODS[name],
      evenIfKnown: true,
    });
    const addresses = await Promise.all(overlays.map((overlay) => store.blobs.put(writeOverlay(overlay))));
    return versions.keep({
      branchId: MAIN,
      expectedHead: before.id,
      change: {
        kind: "edit",
        method: name,
        requests: [REQUESTS[i]],
        parameters: {},
        seed: 1,
        place: "native",
      },
      overlays: addresses,
      deltaNorms: {},
      fingerprint: await model.with(overlays).fingerprint(),
      author: "",
      reason: "",
      verdict: { metrics: [], probes: [], says: [], nextTokens: [], weights: [], disagreements: 0 },
      report: {},
      durationMs: 1,
      place: "native",
    });
  };

  beforeAll(async () => {
    bare = await embeddedModel();
    store = createMemoryStore();
    versions = createVersionGraph(store, {
      fingerprintOf: async (_model, overlays) => (await wearing(overlays)).fingerprint(),
      distance: async () => ({}),
    });
    const { facts } = bare;
    await store.models.put({
      id: "atlas",
      name: "Atlas",
      family: facts.family,
      kind: "model",
      source: "embedded",
      facts: {},
      sizeBytes: 1,
      files: [],
      addedAt: "2026-11-01T00:00:00.000Z",
    });
    await versions.ensureModel(await store.models.get("atlas"), await bare.fingerprint());
  });

  test(
    "undone, redone and taken out in random order, end where the graph says",
    { timeout: 240_000 },
    async () => {
      const random = seededRandom("order");
      const answers = new Map<string, Float32Array>(); // by fingerprint
      let [edits, backs, outs] = [0, 0, 0];
      while (edits < EDITS) {
        const choice = random.uniform();
        const at = await head();
        if (choice < 0.55 || at.parents.length === 0) {
          await edit(edits++);
        } else if (choice < 0.75) {
          const parent = await store.versions.get(at.parents[0]);
          expect((await versions.undo(MAIN)).fingerprint).toBe(parent.fingerprint);
          backs++;
        } else if (choice < 0.9) {
          const { redo } = await store.branches.get(MAIN);
          if (redo.length === 0) await edit(edits++);
          else expect((await versions.redo(MAIN)).id).toBe(redo[redo.length - 1]);
        } else {
          const applied = await overlaysOf(at);
          const line = (await store.versions.list({ where: { model: "atlas" } })).filter(
            ({ change, overlays }) =>
              change.kind === "edit" && overlays.every((address) => applied.includes(address)),
          );
          const removed = line[random.integer(line.length)];
          const before = await head();
          const taken = await versions
            .without(MAIN, { removed: [removed.id], author: "", reason: "" })
            .catch((error: unknown) => error);
          if (taken instanceof PalimpsestError) {
            expect((await head()).id).toBe(before.id); // it was refused, and nothing moved
          } else {
            expect((await overlaysOf(await head())).length).toBeLessThan((await overlaysOf(before)).length);
            outs++;
          }
        }
        // Whatever was done, what the graph says is what the model is.
        const now = await head();
        const model = await wearing(await overlaysOf(now));
        expect(await model.fingerprint()).toBe(now.fingerprint);
        const said = await logits(model);
        const known = answers.get(now.fingerprint);
        if (known) expectSameBits(said, known);
        answers.set(now.fingerprint, said);
      }
      expect(Math.min(backs, outs)).toBeGreaterThan(0);
      while ((await head()).parents.length > 0) await versions.undo(MAIN);
      expect((await head()).fingerprint).toBe(await bare.fingerprint());
    },
  );

  test("an edit in context is exported and read back as the same model", async () => {
    const { id, fingerprint } = await edit(NAMES.indexOf("ike"));
    const { overlays } = readExport(await versions.export(id), await namesOf(bare));
    expect(overlays.map(({ kind }) => kind)).toEqual(["prompt"]);
    expect(await bare.with(overlays).fingerprint()).toBe(fingerprint);
    expect((await versions.undo(MAIN)).fingerprint).toBe(await bare.fingerprint());
  });
});

async function namesOf(model: Model): Promise<ModelNames> {
  return { fingerprint: await model.fingerprint(), ofWeights: await model.fingerprintOfWeights() };
}
