import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import { filledPrompt } from "../../data";
import { atlasWorld, randomCases } from "../../data/worlds";
import { EDIT_METHODS } from "../../edit";
import { Proposal, ProposeJobInput } from "../../store";
import { failureOf, freshCache } from "../../testing/edits";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { propose } from "./propose";

const run = createRun({ seed: 1 });

describe("on a model with random weights", () => {
  const proposing = async (more: Partial<ProposeJobInput>) => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const input = ProposeJobInput.parse({ model: "tiny-gpt2", method: "rome", ...more });
    return failureOf(propose(run, input, { model, cache: freshCache() }));
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
    const error = await proposing({ method: other?.id });
    expect(error).toMatchObject({ code: "unsupported", details: { field: "method" } });
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
    const found = await propose(watched, input, { model, cache: freshCache() });
    const { evidence, parameters } = Proposal.parse({ ...found, place: "native" });

    expect([...phases]).toEqual(expect.arrayContaining(["Asking", "Tracing", "Trying"]));
    expect(evidence.trace.prompts).toHaveLength(3);
    expect(evidence.trace.high.mean).toBeGreaterThan(evidence.trace.low.mean);
    const mlp =
      evidence.trace.effects.find(({ kind }) => kind === "mlp")?.layers.map(({ mean }) => mean) ?? [];
    expect(mlp).toHaveLength(model.facts.dimensions.layers);

    // Two layers with two limits each, the layer with the largest effect first.
    expect(evidence.sweep).toHaveLength(4);
    expect(evidence.sweep[0].parameters).toEqual({ layers: [mlp.indexOf(Math.max(...mlp))], clampFactor: 4 });
    const scores = evidence.sweep.map(({ score }) => score);
    expect(scores[evidence.chosen]).toBe(Math.max(...scores));
    // A limit this small allows no edit, so it cannot have been chosen.
    expect(parameters).toMatchObject({ ...evidence.sweep[evidence.chosen].parameters, clampFactor: 4 });
    expect(parameters.secondMoment).toBe(false);
  });

  test("what a method finds worth trying is tried in one place, and what was best of it in the others", async () => {
    const model = await embeddedModel();
    const steps: number[] = [];
    const watched = createRun({
      seed: 1,
      onProgress: ({ phase, steps: all = 0 }) => phase.startsWith("Trying") && steps.push(all),
    });
    const input = ProposeJobInput.parse({
      model: "atlas",
      method: "rome",
      parameters: { mom2_adjustment: false, contextLengths: [[5, 2]], valueSteps: 8 },
      facts: 5,
      edits: 5,
      layers: 2,
      clampFactors: [20],
    });
    const { evidence, parameters } = await propose(watched, input, { model, cache: freshCache() });
    const tried = EDIT_METHODS.get("rome").searchSpace?.valueWeightDecay ?? [];
    expect(tried.length).toBeGreaterThan(1);
    const decays = evidence.sweep.map((row) => row.parameters.valueWeightDecay);
    expect(decays.slice(0, -1)).toEqual(tried);
    const first = evidence.sweep.slice(0, -1).map(({ score }) => score);
    expect(decays.at(-1)).toBe(tried[first.indexOf(Math.max(...first))]);
    expect(parameters.valueWeightDecay).toBe(decays[evidence.chosen]);
    expect(steps.at(-1)).toBe(evidence.edits * evidence.sweep.length);
  });

  test("stops when asked to", async () => {
    const model = await embeddedModel();
    const control = new AbortController();
    const stopping = createRun({
      signal: control.signal,
      onProgress: ({ phase }) => phase.startsWith("Tracing") && control.abort(),
    });
    const input = ProposeJobInput.parse({ model: "atlas", method: "rome", facts: 6, edits: 5 });
    await expect(propose(stopping, input, { model, cache: freshCache() })).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});
