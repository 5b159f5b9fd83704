/** A cell of one run put into another: of another prompt, or of another version. */
import { z } from "zod";
import { invalidField } from "../../base";
import { defineAnalysis } from "../analysis";
import { passOperations } from "../cost";

const Said = z.object({
  likeliest: z.array(z.object({ token: z.string(), probability: z.number() })),
  /** Of the target's answer and the source's. */
  probabilities: z.tuple([z.number(), z.number()]),
  /** logit(target's answer) − logit(source's answer). */
  difference: z.number(),
});

const Parameters = z.object({
  part: z
    .enum(["state", "mlp", "attention", "head"])
    .default("state")
    .describe("What is taken over: the state after a block, the output of its MLP or attention, or a head."),
  layer: z.int().min(0).default(0).describe("The layer that it is taken over in."),
  head: z.int().min(0).default(0).describe("The head, of the part head."),
  from: z.int().min(-1).default(-1).describe("The token of the source; -1 is the last."),
  to: z.int().min(-1).default(-1).describe("The token of the target; -1 is the last."),
  grid: z.boolean().default(false).describe("Every token and layer alone, in place of one cell."),
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
  isOfTwo: true,
  parameters: Parameters,
  answer: z.object({
    target: z.object({ tokens: z.array(z.string()), said: Said }),
    source: z.object({ tokens: z.array(z.string()), said: Said }),
    answers: z.tuple([z.string(), z.string()]),
    part: z.enum(["state", "mlp", "attention", "head"]),
    /** The one cell. `recovered`: 0 is the target's difference of the answers, 1 the source's. */
    cell: z
      .object({
        layer: z.int(),
        head: z.int().optional(),
        from: z.int(),
        to: z.int(),
        said: Said,
        recovered: z.number(),
      })
      .optional(),
    /** `recovered` by token and layer, where the same place is taken over. */
    grid: z.array(z.array(z.number())).optional(),
  }),
  preflight({ facts, tokens, parameters: { grid } }) {
    const { layers, width, vocabulary } = facts.dimensions;
    const rows = grid ? tokens * layers : 1;
    return {
      operations: passOperations(facts, (rows + 2) * tokens, rows + 2),
      memoryBytes: 4 * Math.min(32, rows) * (2 * tokens * layers * width + vocabulary),
    };
  },
  async run(run, { model, against, question, parameters }) {
    const [{ patchedLogits, readParts }, { checkPlace }, read, { argmax, likeliest, logProbability }] =
      await Promise.all([
        import("../patch"),
        import("../components"),
        import("../question"),
        import("../../model"),
      ]);
    const { part, grid } = parameters;
    const { layers } = model.facts.dimensions;
    const head = part === "head" ? parameters.head : undefined;
    checkPlace(model, parameters.layer, head);
    if (!against && question.other === undefined)
      throw invalidField(
        "question.other",
        "Nothing to take over from: there is neither another subject nor a second version.",
        "Write another subject, or choose a second version.",
      );
    const target = read.readSubject(model, question);
    const sourceModel = against ?? model;
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
      );
    };
    const parts = await readParts(run, sourceModel, source.ids);
    const pieces = (ids: readonly number[]) => ids.map((id) => model.tokenizer.piece(id));
    const answered = {
      target: { tokens: pieces(target.ids), said: said(targetLogits) },
      source: { tokens: pieces(source.ids), said: said(sourceLogits) },
      answers: [model.tokenizer.piece(answer), model.tokenizer.piece(other)] as [string, string],
      part,
    };
    if (grid) {
      if (source.ids.length !== target.ids.length)
        throw invalidField(
          "question.other",
          `The target has ${target.ids.length} tokens and the source ${source.ids.length}; a grid compares them token by token.`,
          "Choose another subject with as many tokens, or take over one cell.",
        );
      const patches = target.ids.flatMap((_, token) =>
        Array.from({ length: layers }, (_, layer) => ({
          ...{ part, layer, head, tokens: [token] },
          values: parts.of(part, layer, head),
        })),
      );
      const logits = await patchedLogits(run, model, target.ids, patches);
      return {
        ...answered,
        grid: target.ids.map((_, t) => logits.slice(t * layers, (t + 1) * layers).map(recovered)),
      };
    }
    const [from, to] = [place("from", source.ids.length), place("to", target.ids.length)];
    const all = parts.of(part, parameters.layer, head);
    const size = all.length / source.ids.length;
    const values = new Float32Array(target.ids.length * size);
    values.set(all.subarray(from * size, (from + 1) * size), to * size);
    const [logits] = await patchedLogits(run, model, target.ids, [
      { part, layer: parameters.layer, head, tokens: [to], values },
    ]);
    return {
      ...answered,
      cell: {
        ...{ layer: parameters.layer, ...(head !== undefined && { head }), from, to },
        said: said(logits),
        recovered: recovered(logits),
      },
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
        rows: [
          row("target", target.said),
          row("source", source.said),
          ...(cell ? [row("patched", cell.said)] : []),
        ],
      },
      ...(cell
        ? [
            {
              title: `The ${part} after layer ${cell.layer} of token ${cell.from} (${source.tokens[cell.from]}) put at ${cell.to} (${target.tokens[cell.to]})`,
              columns: ["recovered"],
              rows: [[cell.recovered]],
            },
          ]
        : []),
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
