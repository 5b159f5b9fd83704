/**
 * WISE (Wang et al. 2024): edits go into a side copy of one weight, and a rule decides for each text whether the original or
 * the copy answers (lib/model/adapters/routed-memory.ts). An edit trains the copy in several contexts, together with an
 * irrelevant text that must stay with the original (shared/side-memory.ts). Each shard of edits writes into its own random
 * share of the entries, so that shards can be merged (§3.2).
 *
 * An overlay holds only the edit's change of its shard. The next edit reads the shard so far and the seed of the masks from
 * the overlays of the model.
 */
import { z } from "zod";
import { seededRandom, shuffled, type Run } from "../../../../base";
import { filledPrompt, SUBJECT_SLOT, type EditRequest } from "../../../../data";
import { MERGE_METHODS } from "../../../../merge";
import {
  encodePair,
  generateRows,
  isRoutedMemoryAt,
  maskSeed,
  nextShard,
  READINGS,
  readSites,
  routedOverlay,
  sentenceOf,
  sideShards,
  tokensWithin,
  type Row,
  type Tokenizer,
} from "../../../../model";
import { float32, floats, norm } from "../../../../tensor";
import { inContext } from "../../../locate";
import { defineMethod, type EditCall, type EditResult } from "../../../method";
import { estimate } from "../../../shared/preflight";
import { shares, trainSideMemory, type SideRows } from "./side-memory";
import { onlyRequest } from "../../../shared/locate/only-request";
import { withoutWorn, WRAPPED_MAP_FIELDS, wrappedMap, type WrappedMap } from "../wrapped-map";

const WiseParameters = z.object({
  ...WRAPPED_MAP_FIELDS,
  steps: z
    .int()
    .min(1)
    .max(1000)
    .default(70)
    .describe("Steps at most; training ends when the loss is small and still.")
    .meta({ alias: "n_iter" }),
  learningRate: z
    .number()
    .positive()
    .default(1)
    .describe("Step size of gradient descent.")
    .meta({ alias: "edit_lr" }),
  weightDecay: z.number().min(0).default(1e-5).describe("L2 penalty on the whole side weight."),
  normConstraint: z
    .union([z.number().positive(), z.literal(false)])
    .default(1)
    .describe("Largest change of any single weight; false for no limit.")
    .meta({ alias: "norm_constraint" }),
  margins: z
    .tuple([z.number(), z.number(), z.number()])
    .default([5, 20, 10])
    .describe("Distances wanted: at most, outside the edit; at least, inside; at least, between the two.")
    .meta({ alias: "act_margin" }),
  activationRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.88)
    .describe("A memory may answer from this share of the least distance of its edits on.")
    .meta({ alias: "act_ratio" }),
  over: z
    .enum(READINGS)
    .default("mean")
    .describe("A text's distance: the mean over its tokens, as published, or the largest of them."),
  maskRatio: z
    .number()
    .positive()
    .max(1)
    .default(0.2)
    .describe("Share of a side weight's entries that a shard may change.")
    .meta({ alias: "mask_ratio" }),
  shardEdits: z
    .int()
    .min(1)
    .default(500)
    .describe("Edits of a shard, before a new one is begun.")
    .meta({ alias: "save_freq" }),
  mergeEdits: z
    .int()
    .min(1)
    .default(1000)
    .describe("Edits whose shards are merged into one memory.")
    .meta({ alias: "merge_freq" }),
  merge: z
    .enum(MERGE_METHODS.all.map(({ id }) => id))
    .default("ties")
    .describe("How shards are merged; slerp keeps the original weight beside each edit.")
    .meta({ alias: "merge_alg" }),
  density: z
    .number()
    .positive()
    .max(1)
    .default(0.53)
    .describe("Share of a shard's entries, the largest ones, that a merge keeps.")
    .meta({ alias: "densities" }),
  mergeWeight: z
    .number()
    .positive()
    .default(1)
    .describe("Weight of all shards together in a merge that adds up.")
    .meta({ alias: "weights" }),
  contrast: z
    .enum(["text", "subject"])
    .default("text")
    .describe(
      "What must stay with the original: an irrelevant text, or the words of the edit's own sentences around the subject.",
    ),
});
type WiseParameters = z.infer<typeof WiseParameters>;

export const wise = defineMethod<WiseParameters>({
  id: "wise",
  name: "WISE",
  summary: "Writes edits into a side copy of one weight and routes each text to it or to the original.",
  paper: {
    title: "WISE: Rethinking the Knowledge Memory for Lifelong Model Editing of Large Language Models",
    year: 2024,
    url: "https://arxiv.org/abs/2405.14768",
  },
  kind: "memory",
  traits: { batch: false, sequential: true, gradient: true },
  parameters: WiseParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: WiseParameters.parse({ contrast: "subject", activationRatio: 0.97 }),
    },
    {
      // Edits that share a shard are lost in so small a weight (docs/experiments/wise.md).
      name: "Atlas, many edits: a shard for each",
      models: ["atlas"],
      parameters: WiseParameters.parse({
        layers: [2],
        map: "up",
        contrast: "subject",
        over: "largest",
        activationRatio: 0.7,
        shardEdits: 1,
        mergeEdits: 1_000_000,
      }),
    },
    {
      name: "GPT-2, as published",
      models: ["gpt2", "gpt2-xl"],
      publishedIn: "EasyEdit",
      parameters: WiseParameters.parse({ layers: [8], map: "up", steps: 40, activationRatio: 0.8 }),
    },
    {
      name: "GPT-J, as published",
      models: ["gpt-j-6b"],
      publishedIn: "EasyEdit",
      parameters: WiseParameters.parse({ layers: [21], margins: [15, 40, 20] }),
    },
    {
      name: "Llama 2, as published",
      models: ["llama-7b"],
      publishedIn: "EasyEdit",
      parameters: WiseParameters.parse({ layers: [27] }),
    },
    {
      name: "Llama 3, as published",
      models: ["llama3-8b"],
      publishedIn: "EasyEdit",
      parameters: WiseParameters.parse({
        layers: [29],
        steps: 30,
        learningRate: 0.9,
        margins: [2, 20, 10],
        activationRatio: 0.5,
      }),
    },
    {
      name: "Qwen 2.5, as published",
      models: ["qwen2.5-7b"],
      publishedIn: "EasyEdit",
      parameters: WiseParameters.parse({ layers: [23] }),
    },
  ],
  searchSpace: { learningRate: [1, 5, 0.2] },
  preflight: (call) =>
    estimate(call, {
      layers: call.parameters.layers,
      steps: call.parameters.steps,
      rows: 2 + SEEDS.length * CONTEXT_TOKENS.length,
      suffix: true,
    }),
  async prepare(run, call) {
    await contextsOf(run, call);
  },
  apply: editSideMemory,
});

async function editSideMemory(run: Run, call: EditCall<WiseParameters>): Promise<EditResult> {
  const { model, requests, parameters } = call;
  const request = onlyRequest(requests);
  const wrapped = wrappedMap(model, parameters);
  const isOwn = isRoutedMemoryAt(wrapped.site);
  const worn = model.overlays.filter(isOwn);
  const shards = sideShards(worn);
  const shard = nextShard(shards, parameters.shardEdits);
  const below = withoutWorn(model, isOwn);
  const rows = await sideRows(run, { ...call, model: below }, request, wrapped);
  const origin = floats(await below.weight(wrapped.spec));
  const known = shards.find((sideShard) => sideShard.shard === shard);
  const before = known ? floats(known.delta) : new Float32Array(origin.length);
  const seed = maskSeed(worn) ?? run.random.fork("side memory").integer(MASK_SEEDS);
  const mask = maskOf(seed, shard, origin.length, parameters.maskRatio);

  const { change, activation, losses } = await trainSideMemory(
    run,
    below,
    wrapped,
    rows,
    { origin, before, isFree: (i) => mask[i] === 1 },
    parameters,
  );
  const delta = float32(
    [origin.length / rows.inputs.shape[2], rows.inputs.shape[2]],
    change.map((value, i) => value - before[i]),
  );
  const { shardEdits, mergeEdits, activationRatio: ratio, over, merge, density, mergeWeight } = parameters;
  return {
    overlays: [
      routedOverlay(
        wrapped.site,
        [{ shard, shards: 1, edits: 1, activation, delta }],
        {
          shardEdits,
          groupShards: Math.max(1, Math.floor(mergeEdits / shardEdits)),
          ratio,
          over,
          merge: { algorithm: merge, density, weight: mergeWeight },
          seed,
        },
        MERGE_METHODS.get(merge).needsBase ? float32(delta.shape, origin) : undefined,
      ),
    ],
    report: {
      numbers: {
        lossNats: losses[losses.length - 1],
        steps: losses.length,
        distance: activation,
        shard,
        deltaNorm: norm(delta.data),
      },
      curves: { lossNats: losses },
    },
  };
}

/** Seeds are drawn below this number. */
const MASK_SEEDS = 2 ** 31;

/** 1 for the entries that a shard may change: the same for all of its edits, so the seed is the memory's and not the run's. */
function maskOf(seed: number, shard: number, size: number, ratio: number): Uint8Array {
  const random = seededRandom(`side memory ${seed}, shard ${shard}`);
  return Uint8Array.from({ length: size }, () => (random.uniform() < ratio ? 1 : 0));
}

/** Tokens of an irrelevant text that are read. */
const KEPT_TOKENS = 32;

/** The edit in every context, and behind them the irrelevant text. */
async function sideRows(
  run: Run,
  call: EditCall<WiseParameters>,
  request: EditRequest,
  wrapped: WrappedMap,
): Promise<SideRows> {
  const { model, parameters } = call;
  const pairs = (await contextsOf(run, call)).map((context) => {
    const prompt = inContext(context, filledPrompt(request));
    return { context, ...encodePair(model, { prompt, target: request.targetNew }) };
  });
  const text = parameters.contrast === "text" ? await irrelevantText(run, call, request) : null;
  const rows = [...pairs.map(({ ids }) => ids), ...(text ? [text] : [])];
  const everywhere = rows.map((row) => row.map((_, token) => token));
  const at = pairs.map(({ ids, promptLength }) =>
    Array.from({ length: ids.length - promptLength }, (_, i) => promptLength - 1 + i),
  );
  const tokens = Math.max(...rows.map(({ length }) => length));
  const cells = everywhere.map((row, b) => row.map((token) => [b, token] as const));
  const subjects = pairs.map(({ context }) => subjectTokens(model.tokenizer, context, request));
  const isSubject = ([b, token]: readonly [number, number]) => subjects[b].has(token);
  const shareOf = (lists: readonly (readonly (readonly [number, number])[])[]) =>
    shares(lists, rows.length, tokens);
  const pairCells = cells.slice(0, pairs.length);
  const read = await readSites(run, model, rows, everywhere, [wrapped.reads]);
  return {
    rows,
    at: [...at, ...(text ? [[]] : [])],
    labels: [...pairs.map(({ ids, promptLength }) => ids.slice(promptLength)), ...(text ? [[]] : [])],
    inputs: read[wrapped.reads],
    inside: shareOf(text ? pairCells : pairCells.map((row) => row.filter(isSubject))),
    outside: shareOf(
      pairCells.map((row) => (text ? cells[pairs.length] : row.filter((token) => !isSubject(token)))),
    ),
    recorded:
      parameters.over === "mean"
        ? shareOf([pairCells.flat()])
        : shareOf(pairCells[0].map((token) => [token])),
  };
}

/** Tokens of the subject in a context's sentence with its target. */
export function subjectTokens(
  tokenizer: Tokenizer,
  context: string,
  { prompt, subject, targetNew }: Pick<EditRequest, "prompt" | "subject" | "targetNew">,
): ReadonlySet<number> {
  const [before] = inContext(context, prompt).split(SUBJECT_SLOT);
  const asked = inContext(
    context,
    prompt.replace(SUBJECT_SLOT, () => subject),
  );
  const text = sentenceOf(asked, targetNew);
  const encoding = tokenizer.encode(text, { special: true });
  return new Set(tokensWithin(encoding, before.length, before.length + subject.length));
}

/** A text that the method's corpus holds and that is not about the subject; null when there is none. */
async function irrelevantText(
  run: Run,
  { model, statisticsTexts }: EditCall<WiseParameters>,
  { subject }: EditRequest,
): Promise<Row | null> {
  const texts = await statisticsTexts.texts(run);
  const [text] = shuffled(
    texts.filter((one) => one.trim() !== "" && !one.includes(subject)),
    run.random.fork("irrelevant text"),
  );
  return text === undefined
    ? null
    : model.tokenizer.encode(text, { special: true }).ids.slice(0, KEPT_TOKENS);
}

const SEEDS = ["I", "You", "Because", "Yes", "Q: "];
const CONTEXT_TOKENS = [5, 10];

/** The bare prompt, and the prompt behind what the unedited model writes from each seed, greedily. */
async function contextsOf(
  run: Run,
  { model, cache, contexts }: Pick<EditCall<unknown>, "model" | "cache" | "contexts">,
): Promise<readonly string[]> {
  if (contexts) return contexts;
  const { bare, tokenizer } = model;
  const key = { derived: "greedy contexts", weights: await bare.fingerprint() };
  return cache.remember(
    key,
    async () => {
      const rows = SEEDS.map((seed) => tokenizer.encode(seed, { special: true }).ids);
      const written = await generateRows(run, bare, rows, {
        maxTokens: Math.max(...CONTEXT_TOKENS),
        stopAt: tokenizer.special.eos,
      });
      const texts = CONTEXT_TOKENS.flatMap((count) =>
        SEEDS.map((seed, i) => seed + tokenizer.continuation(written[i].slice(0, count))),
      );
      return [SUBJECT_SLOT, ...texts.map((text) => `${text.replaceAll(/[{}]/g, " ")} ${SUBJECT_SLOT}`)];
    },
    run,
  );
}
