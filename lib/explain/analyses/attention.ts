/** The attention pattern of a head, over the whole prompt. */
import { z } from "zod";
import { defineAnalysis } from "../analysis";
import { passOperations } from "../cost";

export const attention = defineAnalysis({
  id: "attention",
  name: "Attention",
  summary: "Which token each token attends to, in one head.",
  paper: {
    title: "A Multiscale Visualization of Attention in the Transformer Model",
    year: 2019,
    url: "https://arxiv.org/abs/1906.05714",
  },
  asks: ["prompt"],
  parameters: z.object({
    layer: z.int().min(0).default(0).describe("The layer of the head."),
    head: z.int().min(0).default(0).describe("The head."),
  }),
  answer: z.object({
    tokens: z.array(z.string()),
    layer: z.int(),
    head: z.int(),
    /** By query and key, up to the query's own token. The first token is part of it: nothing is renormalised. */
    pattern: z.array(z.array(z.number())),
    /** Shares of all attention on the token before, on earlier occurrences of the same token, and right behind these. */
    previous: z.number(),
    duplicate: z.number(),
    induction: z.number(),
  }),
  preflight({ facts, tokens }) {
    const { layers, heads } = facts.dimensions;
    return { operations: passOperations(facts, tokens, 0), memoryBytes: 4 * layers * heads * tokens ** 2 };
  },
  async run(run, { model, question, parameters: { layer, head } }) {
    const [{ checkPlace, readPattern }, { patternScores }, { readPrompt }] = await Promise.all([
      import("../components"),
      import("../heads"),
      import("../question"),
    ]);
    checkPlace(model, layer, head);
    const { ids } = readPrompt(model, question);
    const own = await readPattern(run, model, ids, layer, head);
    return {
      tokens: ids.map((id) => model.tokenizer.piece(id)),
      layer,
      head,
      pattern: ids.map((_, query) => [...own.subarray(query * ids.length, query * ids.length + query + 1)]),
      ...patternScores(own, ids),
    };
  },
  tables({ tokens, layer, head, pattern }) {
    return [
      {
        title: `Attention of a${layer}.h${head}: rows attend to columns`,
        columns: ["token", ...tokens.map((token, t) => `${t} ${token}`)],
        rows: pattern.map((row, t) => [`${t} ${tokens[t]}`, ...row, ...tokens.slice(t + 1).map(() => "")]),
      },
    ];
  },
});
