import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import { filledPrompt } from "../../data";
import { atlasWorld, randomCases } from "../../data/worlds";
import { EDIT_METHODS, proposedSettings } from "../../edit";
import {
  createArtifactCache,
  memoryArtifacts,
  Proposal,
  ProposeJobInput,
  type TraceEvidence,
} from "../../store";
import { failureOf } from "../../testing/edits";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { settingsTried } from "./axes";
import { propose } from "./propose";

const run = createRun({ seed: 1 });

function freshHost() {
  const artifacts = memoryArtifacts();
  return { artifacts, cache: createArtifactCache(artifacts) };
}

describe("on a model with random weights", () => {
  const proposing = async (more: Partial<ProposeJobInput>) => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const input = ProposeJobInput.parse({ model: "tiny-gpt2", method: "rome", ...more });
    return failureOf(propose(run, input, { model, ...freshHost() }));
  };

  test("it is refused: the model knows too few facts", async () => {
    const error = await proposing({});
    expect(error.code).toBe("unsupported");
    expect(error.details).toMatchObject({ field: "cases" });
    // One or two may be right by chance.
    expect(error.details?.known).toBeLessThan(10);
    expect(error.message).toMatch(/^tiny-gpt2 knows \d of \d+ facts/);
  });

  test("a person's own facts need their true answers", async () => {
    const [whole] = randomCases(atlasWorld(), seededRandom(1), 1);
    const { targetTrue: _, ...request } = whole.request;
    const error = await proposing({ cases: [whole, { ...whole, request: { ...request, id: "other" } }] });
    expect(error.details).toMatchObject({ field: "cases.1.request.targetTrue" });
  });

  test("facts that it does not know are named", async () => {
    const cases = randomCases(atlasWorld(), seededRandom(1), 200)
      .filter(({ request }) => request.id.startsWith("atlas/capital/"))
      .map(({ request }) => ({ request, rephrases: [], locality: {}, portability: {} }));
    const { message, details } = await proposing({ cases });
    expect(details?.known).toBe(0);
    const named = cases.filter(({ request }) =>
      message.includes(`“${filledPrompt(request)} ${request.targetTrue}”`),
    );
    expect(named).toHaveLength(Math.min(8, cases.length));
  });

  test("a method that does not locate has no layer to find", async () => {
    const other = EDIT_METHODS.all.find(({ kind }) => kind !== "locate-then-edit");
    const error = await proposing({ method: other?.id, facts: 5 });
    expect(error).toMatchObject({ code: "unsupported", details: { field: "facts" } });
  });
});

describe.skipIf(!hasEmbedded)("on the embedded model", () => {
  test("traces, tries and chooses, and says what it did", { timeout: 120_000 }, async () => {
    const model = await embeddedModel();
    const phases = new Set<string>();
    const watched = createRun({ seed: 1, onProgress: ({ phase }) => phases.add(phase.split(" ")[0]) });
    const input = ProposeJobInput.parse({
      model: "atlas",
      method: "rome",
      parameters: { mom2_adjustment: false, contextLengths: [[5, 2]], v_weight_decay: 0.5 },
      facts: 3,
      edits: 2,
      layers: 2,
      clampFactors: [4, 0.01],
    });
    const found = await propose(watched, input, { model, ...freshHost() });
    const { evidence, parameters } = Proposal.parse({ ...found, place: "native" });

    expect([...phases]).toEqual(expect.arrayContaining(["Asking", "Tracing", "Trying"]));
    const trace = evidence.trace as TraceEvidence;
    expect(trace.prompts).toHaveLength(3);
    expect(trace.high.mean).toBeGreaterThan(trace.low.mean);
    const mlp = trace.effects.find(({ kind }) => kind === "mlp")?.layers.map(({ mean }) => mean) ?? [];
    expect(mlp).toHaveLength(model.facts.dimensions.layers);

    // The layer with the largest effect first; then another one; then two limits besides the proposed one.
    expect(evidence.sweep).toHaveLength(4);
    const [first, second, third] = evidence.sweep.map(({ parameters }) => parameters);
    expect(first).toMatchObject({ layers: [mlp.indexOf(Math.max(...mlp))] });
    expect(second.layers).not.toEqual(first.layers);
    expect(third).toMatchObject({ clampFactor: 4 });
    const scores = evidence.sweep.map(({ score }) => score);
    expect(scores[evidence.chosen]).toBe(Math.max(...scores));
    expect(parameters).toMatchObject(evidence.sweep[evidence.chosen].parameters);
    // A limit this small allows no edit, so it cannot have been chosen.
    expect(parameters.clampFactor).not.toBe(0.01);
    expect(parameters.secondMoment).toBe(false);
  });

  test("goes over one parameter after another, from what is proposed, with what did best before", async () => {
    const model = await embeddedModel();
    const steps: number[] = [];
    const watched = createRun({
      seed: 1,
      onProgress: ({ phase, steps: all = 0 }) => phase.startsWith("Trying") && steps.push(all),
    });
    const choices = {
      parameters: { mom2_adjustment: false, contextLengths: [[5, 2]], valueSteps: 8 },
      edits: 5,
      layers: 2,
      clampFactors: [20],
    };
    const input = ProposeJobInput.parse({ model: "atlas", method: "rome", ...choices });
    const { evidence, parameters } = await propose(watched, input, { model, ...freshHost() });
    expect(evidence.trace).toBeUndefined();
    const rome = EDIT_METHODS.get("rome");
    const proposed = proposedSettings(rome, model.facts).parameters;
    const tried = evidence.sweep.map((row) => row.parameters);
    expect(tried[0].layers).toEqual(proposed.layers);
    // Another layer, another limit, and the other weight of the penalty.
    expect(tried).toHaveLength(4);
    expect(tried.at(-1)?.valueWeightDecay).toBe(0.01);
    const best = (rows: typeof evidence.sweep) =>
      rows.reduce((one, row) => (row.score > one.score ? row : one)).parameters;
    expect(tried[2]).toEqual({ ...best(evidence.sweep.slice(0, 2)), clampFactor: 20 });
    expect(tried[3]).toEqual({ ...best(evidence.sweep.slice(0, 3)), valueWeightDecay: 0.01 });
    expect(parameters).toMatchObject(best(evidence.sweep));
    expect(settingsTried(rome, model.facts, choices as Partial<ProposeJobInput>)).toBe(4);
    expect(steps.at(-1)).toBe(evidence.edits * 4);
  });

  test("measures a method that locates nothing: the layers around the proposed ones, and its radius", async () => {
    const model = await embeddedModel();
    const input = ProposeJobInput.parse({
      model: "atlas",
      method: "grace",
      parameters: { steps: 20 },
      edits: 5,
      layers: 2,
    });
    const { evidence } = await propose(run, input, { model, ...freshHost() });
    expect(evidence.sweep.map((row) => row.parameters.reach)).toEqual([0.4, 0.4, 0.5, 0.3]);
    const [first, second] = evidence.sweep.map((row) => row.parameters.layers as number[]);
    expect(Math.abs(first[0] - second[0])).toBe(1);
  });

  test("stops when asked to", async () => {
    const model = await embeddedModel();
    const control = new AbortController();
    const stopping = createRun({
      signal: control.signal,
      onProgress: ({ phase }) => phase.startsWith("Tracing") && control.abort(),
    });
    const input = ProposeJobInput.parse({ model: "atlas", method: "rome", facts: 6, edits: 5 });
    await expect(propose(stopping, input, { model, ...freshHost() })).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});
