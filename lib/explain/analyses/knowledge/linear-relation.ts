/** Whether a relation is an affine map of the subject's state. */
import { z } from "zod";
import { defineAnalysis } from "../../analysis";
import { passOperations } from "../../cost";

export const linearRelation = defineAnalysis({
  id: "linear-relation",
  name: "Linear relational embedding",
  summary:
    "Whether a relation is an affine map from the subject's state to the answer: faithfulness and causality, by layer.",
  paper: {
    title: "Linearity of Relation Decoding in Transformer Language Models",
    year: 2024,
    url: "https://arxiv.org/abs/2308.09124",
  },
  asks: ["facts"],
  parameters: z.object({
    layers: z
      .array(z.int().min(0))
      .default([])
      .describe("Blocks after which the subject is read; every one when empty."),
    examples: z.int().min(1).max(50).default(8).describe("Facts from which the map is made."),
    sample: z
      .int()
      .min(4)
      .max(500)
      .default(60)
      .describe("Facts in all; those that are no examples test the map."),
    beta: z.number().min(0).max(20).default(2.25).describe("Factor of the map's linear part."),
    rank: z.int().min(1).max(4096).default(100).describe("Rank of the inverse by which subjects are moved."),
  }),
  answer: z.object({
    examples: z.int(),
    tests: z.int(),
    layers: z.array(
      z.object({
        layer: z.int(),
        faithfulness: z.number(),
        interval95: z.tuple([z.number(), z.number()]),
        /** By the constant part alone. */
        constant: z.number(),
        causality: z.number(),
        moved: z.int(),
      }),
    ),
    beta: z.number(),
    begin: z.boolean(),
  }),
  preflight({ facts, tokens, question, parameters: { layers: asked, examples, sample: most } }) {
    const { layers, width } = facts.dimensions;
    const count = asked.length || layers;
    const rows = count * (3 * examples * width + 3 * Math.min(most, question.facts?.length ?? 0));
    return {
      operations: passOperations(facts, rows * tokens, 0) + count * 8 * width ** 3,
      memoryBytes: 4 * 64 * layers * tokens * 12 * width,
    };
  },
  async run(run, { model, question, parameters }) {
    const [{ relationMap }, { readFacts }, { wilson }, { because, insideStep, invalidField }] =
      await Promise.all([
        import("../../probes/relation-map"),
        import("../../facts"),
        import("../../probes/linear-probe"),
        import("../../../base"),
      ]);
    const { examples: count, sample: most, beta, rank } = parameters;
    const all = Array.from({ length: model.facts.dimensions.layers }, (_, layer) => layer);
    const layers = parameters.layers.length > 0 ? parameters.layers : all;
    const missing = layers.find((layer) => !all.includes(layer));
    if (missing !== undefined)
      throw invalidField(
        "parameters.layers",
        `There is no layer ${missing}; this model has ${all.length}.`,
        `Choose from 0 to ${all.length - 1}.`,
        because("noLayer", { layer: missing, layers: all.length }),
      );
    const facts = (await readFacts(run, model, question, most)).map(({ ids, subjectTokens }) => ({
      ids,
      subject: subjectTokens[1] - 1,
    }));
    if (facts.length <= count)
      throw invalidField(
        "question.facts",
        `${facts.length} facts leave none to test a map made from ${count}.`,
        "Give more facts, or use fewer examples.",
        because("tooFewFacts", { facts: facts.length, needed: count + 1 }),
      );
    const [examples, tests] = [facts.slice(0, count), facts.slice(count)];
    const maps = [];
    for (const [step, layer] of layers.entries()) {
      const inside = insideStep(run, { phase: `Layer ${layer}`, step, steps: layers.length });
      const map = await relationMap(inside, model, { examples, tests, layer, beta, rank });
      const { faithfulness, constant, causality, moved } = map;
      maps.push({
        layer,
        faithfulness,
        interval95: wilson(faithfulness, tests.length),
        constant,
        causality,
        moved,
      });
    }
    return { examples: examples.length, tests: tests.length, layers: maps, beta, begin: question.begin };
  },
  tables({ examples, tests, layers, beta }) {
    return [
      {
        title: `A map from ${examples} facts, β = ${beta}, on ${tests} others`,
        columns: ["after block", "faithfulness", "from", "to", "constant alone", "causality", "moved"],
        rows: layers.map((one) => [
          one.layer,
          one.faithfulness,
          ...one.interval95,
          one.constant,
          one.causality,
          one.moved,
        ]),
      },
    ];
  },
});
