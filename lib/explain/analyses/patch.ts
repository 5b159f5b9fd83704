/** A cell of one run put into another: of another prompt, or of another version. */
import { z } from "zod";
import { because, invalidField } from "../../base";
import type { Model } from "../../model";
import { defineAnalysis } from "../analysis";
import { passOperations } from "../cost";

const Said = z.object({
  likeliest: z.array(z.object({ token: z.string(), probability: z.number() })),
  /** Of the target's answer and the source's. */
  probabilities: z.tuple([z.number(), z.number()]),
  /** logit(target's answer) − logit(source's answer). */
  difference: z.number(),
});

/** One of the two runs. */
const Ran = z.object({
  tokens: z.array(z.string()),
  said: Said,
  /** What each layer would say at each token, by the logit lens. */
  layers: z.array(z.array(z.object({ token: z.string(), probability: z.number() }))),
});

const Parameters = z.object({
  part: z
    .enum(["state", "mlp", "attention", "head"])
    .default("state")
    .describe("What is taken over: the state after a block, the output of its MLP or attention, or a head."),
  layer: z.int().min(0).default(0).describe("The layer of the target that it is put into."),
  fromLayer: z
    .int()
    .min(-1)
    .default(-1)
    .describe("The layer of the source that it is taken from; -1 is the same layer."),
  head: z.int().min(0).default(0).describe("The head, of the part head."),
  from: z.int().min(-1).default(-1).describe("The token of the source; -1 is the last."),
  to: z.int().min(-1).default(-1).describe("The token of the target; -1 is the last."),
  grid: z.boolean().default(false).describe("Every token and layer alone too, beside the one cell."),
});

export const patch = defineAnalysis({
  id: "patch",
  name: "Activation patching",
  summary:
    "What a prompt is answered when one activation comes from another prompt, or from another version.",
  paper: {
    title: "Towards Best Practices of Activation Patching in Language Models",
    year: 2024,
    url: "https://arxiv.org/abs/2309.16042",
  },
  asks: ["prompt", "subject"],
  isOfTwo: "or-subject",
  parameters: Parameters,
  answer: z.object({
    target: Ran,
    source: Ran,
    answers: z.tuple([z.string(), z.string()]),
    part: z.enum(["state", "mlp", "attention", "head"]),
    /** The one cell. `recovered`: 0 is the target's difference of the answers, 1 the source's. */
    cell: z.object({
      layer: z.int(),
      fromLayer: z.int(),
      head: z.int().optional(),
      from: z.int(),
      to: z.int(),
      said: Said,
      recovered: z.number(),
    }),
    /** `recovered` by token and layer, where the same place is taken over. */
    grid: z.array(z.array(z.number())).optional(),
  }),
  preflight({ facts, tokens, parameters: { grid } }) {
    const { layers, width, vocabulary } = facts.dimensions;
    const rows = 1 + (grid ? tokens * layers : 0);
    return {
      // The lens reads every state of both runs.
      operations: passOperations(facts, (rows + 4) * tokens, rows + 2 + 2 * (layers + 1) * tokens),
      memoryBytes: 4 * (Math.min(32, rows) * (2 * tokens * layers * width + vocabulary) + 96 * vocabulary),
    };
  },
  async run(run, { model, against, question, parameters }) {
    const [{ patchedLogits, readParts }, { checkPlace }, { logitLens }, read, models] = await Promise.all([
      import("../patch"),
      import("../components"),
      import("../lenses/logit-lens"),
      import("../question"),
      import("../../model"),
    ]);
    const { argmax, likeliest, logProbability } = models;
    const { part, grid, layer } = parameters;
    const fromLayer = parameters.fromLayer < 0 ? layer : parameters.fromLayer;
    const { layers } = model.facts.dimensions;
    const head = part === "head" ? parameters.head : undefined;
    const sourceModel = against ?? model;
    checkPlace(model, layer, head);
    checkPlace(sourceModel, fromLayer, head);
    if (!against && question.other === undefined)
      throw invalidField(
        "question.other",
        "Nothing to take over from: there is neither another subject nor a second version.",
        "Write another subject, or choose a second version.",
        because("nothingToTakeOver"),
      );
    const target = read.readSubject(model, question);
    const source = read.readSubject(model, { ...question, subject: question.other ?? question.subject });
    const [targetLogits] = await read.nextLogits(run, model, [target.ids]);
    const [sourceLogits] = await read.nextLogits(run, sourceModel, [source.ids]);
    const [answer, other] = [
      [question.answer, target.text, targetLogits],
      [question.otherAnswer, source.text, sourceLogits],
    ].map(([written, text, logits]) =>
      written === undefined
        ? argmax(logits as Float32Array)
        : read.answerToken(model, text as string, written as string),
    );
    if (answer === other)
      throw invalidField(
        "question.other",
        `Both runs have the answer "${model.tokenizer.piece(answer).trim()}", so nothing can be taken over.`,
        "Choose another subject or version, or write the answers.",
        because("sameAnswer", { answer: model.tokenizer.piece(answer).trim() }),
      );
    const difference = (logits: Float32Array) => logits[answer] - logits[other];
    const recovered = (logits: Float32Array) =>
      (difference(logits) - difference(targetLogits)) / (difference(sourceLogits) - difference(targetLogits));
    const said = (logits: Float32Array) => {
      const p = (id: number) => Math.exp(logProbability(logits, id));
      return {
        likeliest: likeliest(logits, 5).map(({ id, probability }) => ({
          token: model.tokenizer.piece(id),
          probability,
        })),
        probabilities: [p(answer), p(other)] as [number, number],
        difference: difference(logits),
      };
    };
    const place = (name: "from" | "to", tokens: number) => {
      const token = parameters[name] < 0 ? tokens - 1 : parameters[name];
      if (token < tokens) return token;
      throw invalidField(
        `parameters.${name}`,
        `There is no token ${token}: the prompt has ${tokens}.`,
        `Choose one from 0 to ${tokens - 1}.`,
        because("noToken", { token, tokens }),
      );
    };
    if (grid && source.ids.length !== target.ids.length)
      throw invalidField(
        "question.other",
        `The target has ${target.ids.length} tokens and the source ${source.ids.length}; a grid compares them token by token.`,
        "Choose another subject with as many tokens, or take over one cell.",
        because("lengthsDiffer", { one: target.ids.length, other: source.ids.length }),
      );
    const parts = await readParts(run, sourceModel, source.ids);
    const piece = (id: number) => model.tokenizer.piece(id);
    const ran = async (own: Model, ids: readonly number[], logits: Float32Array) => {
      const [, ...cells] = await logitLens(run, own, ids, { asked: [], count: 1 });
      return {
        tokens: ids.map(piece),
        said: said(logits),
        layers: cells.map((row) =>
          row.map(({ likeliest: [{ id, probability }] }) => ({ token: piece(id), probability })),
        ),
      };
    };
    const recoveredBy = async () => {
      const patches = target.ids.flatMap((_, token) =>
        Array.from({ length: layers }, (_, layer) => ({
          ...{ part, layer, head, tokens: [token] },
          values: parts.of(part, layer, head),
        })),
      );
      const logits = await patchedLogits(run, model, target.ids, patches);
      return target.ids.map((_, t) => logits.slice(t * layers, (t + 1) * layers).map(recovered));
    };
    const [from, to] = [place("from", source.ids.length), place("to", target.ids.length)];
    const all = parts.of(part, fromLayer, head);
    const size = all.length / source.ids.length;
    const values = new Float32Array(target.ids.length * size);
    values.set(all.subarray(from * size, (from + 1) * size), to * size);
    const [logits] = await patchedLogits(run, model, target.ids, [
      { part, layer, head, tokens: [to], values },
    ]);
    return {
      target: await ran(model, target.ids, targetLogits),
      source: await ran(sourceModel, source.ids, sourceLogits),
      answers: [piece(answer), piece(other)] as [string, string],
      part,
      cell: {
        ...{ layer, fromLayer, ...(head !== undefined && { head }), from, to },
        said: said(logits),
        recovered: recovered(logits),
      },
      ...(grid && { grid: await recoveredBy() }),
    };
  },
  tables({ target, source, answers, cell, grid, part }) {
    const row = (name: string, one: z.infer<typeof Said>) => [
      name,
      one.likeliest[0].token,
      ...one.probabilities,
      one.difference,
    ];
    const p = answers.map((token) => `p(${token})`);
    return [
      {
        title: "What is answered",
        columns: ["run", "likeliest", ...p, "difference"],
        rows: [row("target", target.said), row("source", source.said), row("patched", cell.said)],
      },
      {
        title: `The ${part} of layer ${cell.fromLayer} at token ${cell.from} (${source.tokens[cell.from]}) put into layer ${cell.layer} at ${cell.to} (${target.tokens[cell.to]})`,
        columns: ["recovered"],
        rows: [[cell.recovered]],
      },
      ...(grid
        ? [
            {
              title: `Recovered of the source's answer, by ${part}`,
              columns: ["token", ...grid[0].map((_, layer) => `layer ${layer}`)],
              rows: grid.map((layers, t) => [`${t} ${target.tokens[t]}`, ...layers]),
            },
          ]
        : []),
    ];
  },
});
