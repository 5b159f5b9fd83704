/**
 * CORE: MEMIT with facts that hold after any preceding text (Park et al. 2025).
 *
 * The search for z has a further term: in the blocks above the last edited layer, the stream at the subject's last token
 * should be alike in all contexts,
 *
 *     λ · mean over blocks of Σ ‖hᵢ − hⱼ‖² / D over pairs of contexts
 *
 * The sum is over pairs, not their mean, as in the authors' code, so that a published λ means the same. Contexts can start
 * with the subject or the answers, which distract most, instead of MEMIT's seed words. Keys are averaged over the contexts
 * with seed words in either case. With λ = 0 and those contexts it is MEMIT.
 */
import { z } from "zod";
import { because, invalidField } from "../../../base";
import type { EditRequest } from "../../../data";
import { continuedContexts } from "../../shared/locate/contexts";
import { spreadPresets } from "../../shared/solve/multi-layer-edit";
import {
  memitFamily,
  proposeWeight,
  WEIGHED_WORTH_TRYING,
  WeighedParameters,
} from "../../shared/solve/memit-family";

const BEGINNINGS = {
  all: ["targetTrue", "subject", "targetNew"],
  target_true: ["targetTrue"],
  target_new: ["targetNew"],
  subject: ["subject"],
  target_true_n_subject: ["targetTrue", "subject"],
} as const satisfies Readonly<Record<string, readonly (keyof EditRequest)[]>>;
type Beginning = keyof typeof BEGINNINGS;

const CoreParameters = WeighedParameters.extend({
  consistencyWeight: z
    .number()
    .min(0)
    .default(0)
    .describe("Weight of the term that keeps the stream alike in all contexts; 0 is MEMIT.")
    .meta({ alias: "reg_lambda" }),
  consistencyBlocks: z
    .int()
    .min(1)
    .default(2)
    .describe("Blocks above the last edited layer that the term looks at, as far as there are such.")
    .meta({ alias: "layer_range" }),
  contextsBegin: z
    .enum(Object.keys(BEGINNINGS) as [Beginning, ...Beginning[]])
    .nullable()
    .default(null)
    .describe("What contexts of the search begin with; the usual seed words when nothing is chosen.")
    .meta({ alias: "context" }),
});
type CoreParameters = z.infer<typeof CoreParameters>;

export const core = memitFamily<CoreParameters>(
  {
    id: "core",
    name: "CORE",
    summary: "MEMIT that keeps what the model thinks of the subject alike in all contexts.",
    paper: {
      title: "Context-Robust Knowledge Editing for Language Models",
      year: 2025,
      url: "https://arxiv.org/abs/2505.23026",
    },
    parameters: CoreParameters,
    // Its contexts; context_template_length_params gives others.
    publishedKeys: { fixed: { ctx_num: 5, ctx_len: 10, ctx_top_k: 5 } },
    proposal: proposeWeight,
    presets: spreadPresets(CoreParameters, {
      atlas: { momentWeight: 300, valueWeightDecay: 0.01, klFactor: 0.01, consistencyWeight: 0.01 },
    }),
    searchSpace: { ...WEIGHED_WORTH_TRYING, consistencyWeight: [0, 0.01] },
  },
  (run, { model, requests, parameters, contexts: given }) => ({
    parts: ["resid_post"],
    share: (left) => 1 / left,
    async search() {
      const {
        consistencyWeight: weight,
        consistencyBlocks: blocks,
        contextsBegin,
        contextLengths,
      } = parameters;
      const consistency = weight > 0 ? { weight, blocks } : undefined;
      if (given || contextsBegin === null) return { consistency };
      const ownContexts: string[][] = [];
      for (const [n, request] of requests.entries()) {
        const words = wordsOf(request, n, contextsBegin);
        ownContexts.push(await continuedContexts(run, model.bare, words, contextLengths));
      }
      return { consistency, ownContexts };
    },
  }),
);

/** Throws `invalid_input` for an edit without the true answer where that is asked for. */
function wordsOf(request: EditRequest, n: number, begin: Beginning): string[] {
  return BEGINNINGS[begin].map((field) => {
    const word = request[field];
    if (word !== undefined && word.trim() !== "") return word;
    throw invalidField(
      `requests.${n}.${field}`,
      `Contexts that begin with "${begin}" need the true answer, and edit ${n + 1} has none.`,
      "Write the true answer, or choose other contexts.",
      because("needsTruth", { begin, edit: n + 1 }),
    );
  });
}
