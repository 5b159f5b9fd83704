/** Analyses of circuits, neurons, probes and relations on the embedded model: what they find there, and what they refuse. */
import { describe, expect, test } from "vitest";
import { createRun, seededRandom, shuffled, type JsonObject } from "../../base";
import { atlasWorld, nameOf, randomCases, statementsOf } from "../../data/worlds";
import { rankOne, type Model } from "../../model";
import { createArtifactCache, memoryArtifacts } from "../../store";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { AnalysisQuestion, checkAsked, type AnalysisFact } from "../analysis";
import { ANALYSES, type AnalysisId, type AnswerOf } from "./index";

const world = atlasWorld();
const statements = shuffled(statementsOf(world), seededRandom("texts")).slice(0, 300);

async function ask<I extends AnalysisId>(
  id: I,
  asked: Partial<AnalysisQuestion>,
  raw: JsonObject = {},
  against?: Model,
): Promise<AnswerOf<I>> {
  const analysis = ANALYSES.get(id);
  const question = AnalysisQuestion.parse(asked);
  const parameters = checkAsked(analysis, question, raw);
  const answer: unknown = await analysis.run(createRun(), {
    model: await embeddedModel(),
    against,
    question,
    parameters,
    cache: createArtifactCache(memoryArtifacts()),
    texts: async () => ({ name: "statements", texts: async () => statements }),
    subjects: async () => [...world.entities.values()].map(({ name }) => name),
  });
  const parsed = analysis.answer.parse(answer) as AnswerOf<I>;
  expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed);
  for (const table of analysis.tables(parsed as never))
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  return parsed;
}

function factsOf(relation: string, count: number): AnalysisFact[] {
  const { prompts } = world.relations.find(({ id }) => id === relation)!;
  return world.known
    .filter((triple) => triple.relation === relation)
    .slice(0, count)
    .map(({ subject, object }) => ({
      prompt: prompts[0],
      subject: nameOf(world, subject),
      answer: nameOf(world, object),
    }));
}

const landmark = {
  prompt: "The city of the landmark {} is",
  subject: "Eiffel Tower",
  other: "Space Needle",
};

test("no parameter has the name of a part of the question, which the command line would take for it", () => {
  const parts = [...Object.keys(AnalysisQuestion.shape), "version", "against", "parameters", "estimate"];
  for (const { id, parameters } of ANALYSES.all)
    expect(
      Object.keys(parameters.shape).filter((name) => parts.includes(name)),
      id,
    ).toEqual([]);
});

describe.skipIf(!hasEmbedded)("circuits of the embedded model", () => {
  test("a larger circuit says more of the answer, and far more than a random one of its size", async () => {
    const found = await ask("circuit", landmark, { steps: 3 });
    expect(found.answers).toEqual([" Paris", " Seattle"]);
    const last = found.circuits.at(-1)!;
    expect(last.normalizedFaithfulness).toBeGreaterThan(0.8);
    expect(last.difference).toBeGreaterThan(last.random);
    expect(found.circuits[0].normalizedFaithfulness).toBeLessThan(last.normalizedFaithfulness);
    expect(found.convention).toMatchObject({ method: "eap-ig", steps: 3, ablation: "patch", begin: true });
    expect(last.without).toBeLessThan(found.difference.clean);
  });

  test("every method, rule and ablation gives circuits, and discovery gives one", async () => {
    for (const [parameters, circuits] of [
      [{ method: "eap", rule: "top", metric: "prob_diff" }, 7],
      [{ method: "eap-ig-activations", steps: 1, ablation: "mean" }, 7],
      [{ method: "information-flow", ablation: "zero" }, 7],
      [{ method: "clean-corrupted", rule: "threshold", threshold: 0.5 }, 1],
      [{ method: "acdc", threshold: 0.05, ablation: "zero", weights: "folded" }, 1],
    ] as const) {
      const found = await ask("circuit", landmark, parameters);
      expect(found.circuits).toHaveLength(circuits);
      expect(found.circuits.every(({ edges, nodes }) => edges.length > 0 === nodes > 0)).toBe(true);
    }
  }, 60_000);

  test("between equal versions everything is kept, and an edit loses and brings edges", async () => {
    const model = await embeddedModel();
    const same = await ask("circuit-overlap", landmark, { steps: 2 }, model);
    for (const { edges, nodes } of same.sizes)
      expect([edges.lost, edges.new, nodes.lost, nodes.new, edges.jaccard]).toEqual([0, 0, 0, 0, 1]);
    const { width, mlpWidth } = model.facts.dimensions;
    const random = seededRandom("an edit");
    const draw = (size: number) => Float32Array.from({ length: size }, () => 0.1 * random.normal());
    const delta = rankOne(model.parameter("mlp.down", 1), draw(width), draw(mlpWidth));
    const changed = model.with([{ kind: "weights", deltas: [delta] }]);
    const apart = await ask(
      "circuit-overlap",
      { ...landmark, answer: "Paris", otherAnswer: "Seattle" },
      { steps: 2 },
      changed,
    );
    const middle = apart.sizes[3];
    expect(middle.edges.lost).toBeGreaterThan(0);
    expect(middle.changed).toHaveLength(middle.edges.kept + middle.edges.lost + middle.edges.new);
    await expect(ask("circuit-overlap", landmark)).rejects.toMatchObject({ code: "invalid_input" });
  }, 60_000);

  test("the circuit of a relation is judged on other facts beside a random one", async () => {
    const found = await ask(
      "relation-circuit",
      { facts: factsOf("landmark-city", 60) },
      { sample: 6, edges: 60, steps: 2 },
    );
    expect(found.built).toBeGreaterThan(3);
    expect(found.tested).toBeGreaterThan(2);
    expect(found.whole.build.hit10).toBe(1);
    expect(found.circuit.build.metric).toBeGreaterThan(found.circuit.randomBuild.metric);
    expect(found.curve.points.at(-1)?.normalizedFaithfulness).toBeCloseTo(1, 3);
    expect(found.curve.cmd).toBeLessThan(found.curve.randomCmd);
    expect(found.layerShares.every((share) => share >= 0 && share <= 1)).toBe(true);
    await expect(
      ask("relation-circuit", { facts: factsOf("landmark-city", 60).slice(0, 1) }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  }, 120_000);
});

describe.skipIf(!hasEmbedded)("what cannot be asked", () => {
  const { prompt, subject, other } = landmark;
  test.each<[string, AnalysisId, Partial<AnalysisQuestion>, JsonObject, string]>([
    [
      "a pair of unequal length in a circuit",
      "circuit",
      { ...landmark, other: "Bridge of the North Sea and the River" },
      {},
      "question.other",
    ],
    [
      "a pair of unequal length in a trace",
      "trace",
      { ...landmark, other: "Bridge of the North Sea and the River" },
      { corruption: "replacement" },
      "question.other",
    ],
    ["a pair with one answer", "circuit", { ...landmark, other: "Louvre Museum" }, {}, "question.other"],
    ["a circuit without another subject", "circuit", { prompt, subject }, {}, "question.other"],
    [
      "a subject that is not in the prompt",
      "trace",
      { prompt: "The city is", subject },
      {},
      "question.prompt",
    ],
    ["a prompt that needs its subject", "lens", { prompt }, {}, "question.subject"],
    [
      "an answer that the model does not give",
      "trace",
      { prompt, subject, answer: "Oslo" },
      {},
      "question.answer",
    ],
    ["a layer that does not exist", "attention", { prompt, subject }, { layer: 6 }, "parameters.layer"],
    ["a head that does not exist", "attention", { prompt, subject }, { head: 8 }, "parameters.head"],
    [
      "a layer of a patch that does not exist",
      "patch",
      { prompt, subject, other },
      { layer: 6 },
      "parameters.layer",
    ],
    ["a parameter that does not exist", "trace", { prompt, subject }, { depth: 1 }, "parameters.depth"],
    ["a setting out of its range", "trace", { prompt, subject }, { samples: 0 }, "parameters.samples"],
  ])("%s names its field and the remedy", async (_, id, asked, parameters, field) => {
    const refused: unknown = await ask(id, asked, parameters).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "invalid_input", details: { field } });
    const { hint, message } = refused as { hint?: string; message: string };
    // What is wrong with a setting is in the message of its schema.
    expect(hint ?? message).toMatch(/[a-z]{3}/);
  });
});

describe.skipIf(!hasEmbedded)("average traces of the embedded model", () => {
  const facts = factsOf("capital", 60);

  test.each(["noise", "replacement"] as const)(
    "with %s the subject's first states bring answers back, and its last do not",
    async (corruption) => {
      const found = await ask(
        "trace-average",
        { facts },
        { corruption, count: 6, samples: 4, kinds: ["state", "mlp"] },
      );
      expect(found.cases).toBe(6);
      expect(found.high).toBeGreaterThan(0.9);
      expect(found.low).toBeLessThan(0.4);
      expect(found.noise === undefined).toBe(corruption === "replacement");
      const last = found.kinds.state?.find(({ role }) => role === "last subject");
      expect(last?.count).toBe(6);
      expect(last?.mean[0]).toBeGreaterThan(found.low + 0.3);
      expect(last?.mean.at(-1)).toBeCloseTo(found.low, 5);
      expect(found.proposal).toMatchObject({ kind: "mlp", layer: 0 });
    },
    60_000,
  );

  test("a replacement is another fact's subject, so that one fact alone has no average", async () => {
    const asked = { facts: facts.slice(0, 1) };
    await expect(ask("trace-average", asked, { corruption: "replacement" })).rejects.toMatchObject({
      code: "invalid_input",
      hint: "Give more facts of one relation.",
    });
  });

  test("facts that the model does not know are counted, not traced", async () => {
    const wrong = facts.slice(0, 4).map((fact) => ({ ...fact, answer: "Nobody" }));
    const found = await ask(
      "trace-average",
      { facts: [...facts.slice(4, 8), ...wrong] },
      { count: 8, kinds: ["state"] },
    );
    expect(found).toMatchObject({ cases: 4, leftOut: 4 });
    await expect(ask("trace-average", { facts: wrong })).rejects.toMatchObject({ code: "invalid_input" });
  }, 60_000);

  test("one prompt traced with a replacement needs the other subject", async () => {
    const { other, ...alone } = landmark;
    await expect(ask("trace", alone, { corruption: "replacement" })).rejects.toMatchObject({
      details: { field: "question.other" },
    });
    const found = await ask("trace", { ...alone, other }, { corruption: "replacement" });
    expect(found.disturbance).toEqual({ kind: "replacement", other });
    expect(found.low).toBeLessThan(found.high);
  });
});

describe.skipIf(!hasEmbedded)("neurons of the embedded model", () => {
  const fact = { prompt: "The capital of {} is", subject: "Finland" };

  test("suppressing the neurons of an answer lowers it more than suppressing others", async () => {
    const others = factsOf("capital", 20).filter(({ subject }) => subject !== fact.subject);
    const found = await ask("neurons", { ...fact, facts: others }, { steps: 10 });
    expect(found.answer).toBe(" Helsinki");
    expect(found.change.suppressed).toBeLessThan(found.change.before);
    expect(found.change.suppressed).toBeLessThan(found.change.randomSuppressed);
    expect(found.others).toHaveLength(12);
    expect(found.total).toBeGreaterThanOrEqual(found.neurons.length);
    const [first] = found.neurons;

    const browsed = await ask("neuron", {}, { layer: first.layer, neurons: [first.neuron], count: 5 });
    const [profile] = browsed.neurons;
    expect(profile.excitedBy).toHaveLength(5);
    for (const { tokens, at } of profile.excitedBy) expect(tokens[at]).toBeDefined();
    expect(profile.promotes[0].logit).toBeGreaterThan(profile.suppresses[0].logit);
  });

  test("other wordings of the fact refine the choice", async () => {
    const { prompts } = world.relations.find(({ id }) => id === "capital")!;
    const wordings = prompts.slice(1).map((prompt) => ({ prompt, subject: fact.subject }));
    const refined = await ask("neurons", { ...fact, facts: wordings }, { steps: 5 });
    expect(refined.prompts).toHaveLength(prompts.length);
    expect(refined.neurons.every(({ prompts: count }) => count > prompts.length / 2)).toBe(true);
  });

  test("layers and neurons that do not exist are refused", async () => {
    for (const [id, parameters] of [
      ["neurons", { layers: [99] }],
      ["neuron", { layer: 99 }],
      ["neuron", { neurons: [10 ** 6] }],
    ] as const)
      await expect(ask(id, fact, parameters)).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe.skipIf(!hasEmbedded)("probes of the embedded model", () => {
  test("where a landmark stands can be read from its last token, and a random label cannot", async () => {
    const found = await ask(
      "probe",
      { facts: factsOf("landmark-country", 200) },
      { sample: 120, folds: 3, least: 5 },
    );
    const best = Math.max(...found.layers.map(({ selectivity }) => selectivity));
    expect(found.classes.length).toBeGreaterThan(2);
    expect(best).toBeGreaterThan(0.2);
    expect(found.layers[0].control).toBeLessThan(found.majority + 0.15);
  }, 120_000);

  test("statements are told apart on subjects that were left out, later better than in the embedding", async () => {
    const found = await ask("truth", { facts: factsOf("continent", 60) }, { sample: 60 });
    expect(found.leftOut).toBe("subjects");
    const areas = found.layers.map(({ logistic }) => logistic);
    expect(Math.max(...areas)).toBeGreaterThan(areas[0] + 0.2);
  }, 120_000);

  test("a relation is a linear map of the subject in some layers more than by its constant part", async () => {
    const found = await ask(
      "linear-relation",
      { facts: factsOf("continent", 60) },
      { layers: [1, 3], sample: 28, examples: 8 },
    );
    expect(found.tests).toBe(20);
    expect(Math.max(...found.layers.map(({ faithfulness }) => faithfulness))).toBeGreaterThan(0.4);
    await expect(ask("linear-relation", { facts: factsOf("continent", 6) })).rejects.toMatchObject({
      code: "invalid_input",
    });
  }, 120_000);

  test("the report names a relation by its id or its prompt, and refuses others", async () => {
    const [{ request }] = randomCases(world, seededRandom("report"), 1);
    const found = await ask("report", { prompt: request.prompt, subject: request.subject }, { sample: 8 });
    expect(found.tests.map(({ id }) => id)).toContain("reversal");
    const named = await ask("report", { relation: "capital" }, { sample: 4 });
    expect(named.facts).toBe(4);
    for (const asked of [{ prompt: "Nobody asks {} this" }, { relation: "nothing" }])
      await expect(ask("report", asked)).rejects.toMatchObject({ code: "invalid_input" });
  }, 60_000);
});
