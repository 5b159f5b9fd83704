/** How much each part of a model writes into the logit of an answer. */
import { z } from "zod";
import { defineAnalysis } from "../analysis";
import { passOperations } from "../cost";

const Weights = z
  .enum(["folded", "raw"])
  .default("folded")
  .describe("How weights are read: the norm folded into the unembedding and logits centred, or as stored.");

export const attribution = defineAnalysis({
  id: "attribution",
  name: "Direct logit attribution",
  summary: "What the embedding, each head and each MLP write into an answer's logit, and from which token.",
  paper: {
    title: "Summing Up the Facts: Additive Mechanisms Behind Factual Recall in LLMs",
    year: 2024,
    url: "https://arxiv.org/abs/2402.07321",
  },
  asks: ["prompt"],
  parameters: z.object({ weights: Weights }),
  answer: z.object({
    tokens: z.array(z.string()),
    /** The answer, and the one it is held against where there is one. */
    asked: z.array(z.string()),
    weights: z.enum(["folded", "raw"]),
    parts: z.array(z.object({ part: z.string(), logits: z.array(z.number()) })),
    /** Of the first answer, by layer, head and source token. */
    sources: z.array(z.array(z.array(z.number()))),
    /** Of the parts, beside the model's own logits in the same convention: they agree up to rounding. */
    sum: z.array(z.number()),
    logits: z.array(z.number()),
    scale: z.number(),
  }),
  preflight({ facts, tokens }) {
    const { layers, heads, headWidth, vocabulary, width } = facts.dimensions;
    return {
      operations: passOperations(facts, tokens, 1) + 2 * vocabulary * width,
      memoryBytes:
        4 * (layers * heads * tokens * (tokens + headWidth) + vocabulary * width + layers * width * width),
    };
  },
  async run(run, { model, question, parameters: { weights } }) {
    const [{ attributeLogits }, { askedTokens, readPrompt }] = await Promise.all([
      import("../lenses/attribution"),
      import("../question"),
    ]);
    const { tokenizer } = model;
    const read = readPrompt(model, question);
    const asked = await askedTokens(run, model, read, question);
    const { parts, sources, sum, logits, scale } = await attributeLogits(
      run,
      model,
      read.ids,
      asked,
      weights,
    );
    const length = read.ids.length;
    return {
      tokens: read.ids.map((id) => tokenizer.piece(id)),
      asked: asked.map((id) => tokenizer.piece(id)),
      weights,
      parts: parts.map(({ part, logits }) => ({ part, logits: [...logits] })),
      sources: sources.map((heads) => heads.map((source) => [...source.subarray(0, length)])),
      sum: [...sum],
      logits: [...logits],
      scale,
    };
  },
  tables({ tokens, asked, parts, sources, sum, logits }) {
    const strength = (part: { logits: readonly number[] }) =>
      Math.abs(part.logits[0] - (part.logits[1] ?? 0));
    const strongest = [...parts].sort((a, b) => strength(b) - strength(a)).slice(0, 20);
    const heads = strongest.filter(({ part }) => part.startsWith("a")).slice(0, 8);
    return [
      {
        title: `Written into the logit of ${asked.join(" and")}; sum ${sum[0].toFixed(4)}, model ${logits[0].toFixed(4)}`,
        columns: ["part", ...asked, ...(asked.length > 1 ? ["difference"] : [])],
        rows: strongest.map(({ part, logits: [one, other] }) => [
          part,
          one,
          ...(other === undefined ? [] : [other, one - other]),
        ]),
      },
      {
        title: `The strongest heads by the token that they read, for ${asked[0]}`,
        columns: ["head", ...tokens.map((token, t) => `${t} ${token}`)],
        rows: heads.map(({ part }) => {
          const [, layer, head] = /^a(\d+)\.h(\d+)$/.exec(part) ?? [];
          return [part, ...sources[Number(layer)][Number(head)]];
        }),
      },
    ];
  },
});
