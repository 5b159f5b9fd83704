/**
 * MELO (Yu et al. 2024): no weight is changed. Each edit trains a thin block of LoRA beside some maps of MLPs. The input of
 * a layer below them at the prompt's last token enters an index of clusters, which finds the block again
 * (lib/model/adapters/lora-blocks.ts; the rules of the clusters are in clusters.ts beside it).
 *
 *     y = W x + (K·R/R) · B A x              A [R, in], B [out, R], one block of K
 *
 * The published LoRA has all blocks in two matrices of rank K·R and scales the rows of both by √(K·R/R), after dynamic LoRA
 * (Valipour et al. 2023); A starts uniform within ±1/√(K·R), Kaiming's bound for the whole matrix, and B at zero. K is a
 * scale here and no limit. Requests of one call share blocks, a few each; a block's requests are trained together.
 *
 * Differences from the published code: keys are the inputs of the indexed map, as in the paper, and not its outputs; they
 * are read at the prompt's end during training as well; requests of one call enter the index one after another.
 */
import { z } from "zod";
import type { Run } from "../../../base";
import { filledPrompt } from "../../../data";
import {
  areLoraBlocksAt,
  deltasOf,
  joinedLoraBlocks,
  loraBlocksOverlay,
  readSites,
  type LoraBlock,
  type LoraPoint,
  type Site,
} from "../../../model";
import { floats } from "../../../tensor";
import { targetIds } from "../../locate";
import { defineMethod, type EditCall, type EditResult } from "../../method";
import { AdapterParameters, trainAdapters, type AdapterForm } from "../../shared/training/low-rank-adapters";
import { chunksOf } from "../../shared/training/target-loss";
import { estimate } from "../../shared/preflight";
import { RADIUS_FIELDS, radiusAt } from "./radius";
import { withoutWorn, WRAPPED_MAP_FIELDS, wrappedMap } from "./wrapped-map";

const MeloParameters = z
  .object({
    layers: z.array(z.int().min(0)).min(1).default([4]).describe("Layers that have blocks."),
    map: WRAPPED_MAP_FIELDS.map
      .default("up")
      .describe(
        "The map of their MLPs that has blocks: into it (its gate, where there is one), or out of it.",
      ),
    indexLayer: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe(
        "The layer whose input at the prompt's end finds the block; when empty, the one below all that have blocks.",
      ),
    radius: RADIUS_FIELDS.radius.meta({ alias: "init_radius" }),
    reach: RADIUS_FIELDS.reach,
    rank: z
      .int()
      .min(1)
      .max(256)
      .default(2)
      .describe("Columns of each factor of a block.")
      .meta({ alias: "num_rank_per_block" }),
    blocks: z
      .int()
      .min(1)
      .default(350)
      .describe("Blocks that were reckoned with: the product of a block's factors counts this many times.")
      .meta({ alias: "num_block" }),
    editsPerBlock: z
      .int()
      .min(1)
      .max(64)
      .default(4)
      .describe("Requests of one call that share a block, at most.")
      .meta({ alias: "num_edit_per_block" }),
    steps: z
      .int()
      .min(1)
      .max(1000)
      .default(50)
      .describe("Steps on a block; all of them are made, and their size halves after every twenty.")
      .meta({ alias: "num_iter" }),
    learningRate: z.number().positive().default(1e-3).describe("Adam step size.").meta({ alias: "edit_lr" }),
  })
  .refine(({ layers, indexLayer }) => indexLayer === null || indexLayer <= Math.min(...layers), {
    path: ["indexLayer"],
    message: "Expected a layer that is not above the layers with blocks.",
  });
type MeloParameters = z.infer<typeof MeloParameters>;

export const melo = defineMethod<MeloParameters>({
  id: "melo",
  name: "MELO",
  summary: "Trains a thin block of LoRA for each edit and finds it again by the prompt's end.",
  paper: {
    title: "MELO: Enhancing Model Editing with Neuron-Indexed Dynamic LoRA",
    year: 2024,
    url: "https://arxiv.org/abs/2312.11795",
  },
  kind: "memory",
  traits: { batch: true, sequential: true, gradient: true },
  deviations: {
    seed: "The factors of a new block start at random.",
    batch: "Requests of one call share a block.",
  },
  parameters: MeloParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: MeloParameters.parse({ layers: [5], indexLayer: 5, radius: 7, blocks: 20 }),
    },
    {
      name: "GPT-2 XL, as published",
      models: ["gpt2-xl"],
      publishedIn: "EasyEdit",
      parameters: MeloParameters.parse({ layers: [36, 37], indexLayer: 35, radius: 0.5 }),
    },
  ],
  proposal: () => ({ radius: null, indexLayer: null }),
  searchSpace: { reach: [0.4, 0.3], learningRate: [1e-3, 3e-3] },
  preflight: (call) =>
    estimate(call, {
      layers: call.parameters.layers,
      steps: call.parameters.steps,
      rows: 1,
      suffix: true,
      passes: 1,
    }),
  apply: editBlocks,
});

/** Of the published schedule. */
const STEPS_UNTIL_HALF = 20;

async function editBlocks(
  run: Run,
  { model, requests, parameters, ...call }: EditCall<MeloParameters>,
): Promise<EditResult> {
  const { layers, map, rank, blocks, editsPerBlock } = parameters;
  const places = layers.map((layer) => wrappedMap(model, { layers: [layer], map }));
  const index: Site = `blocks.${parameters.indexLayer ?? Math.max(0, Math.min(...layers) - 1)}.mlp.in`;
  const isOwn = areLoraBlocksAt(index);
  // A prompt uses one block at most, so a block is trained on the model without the others.
  const below = withoutWorn(model, isOwn);
  const prompts = requests.map(
    (request) => model.tokenizer.encode(filledPrompt(request), { special: true }).ids,
  );
  const read = await readSites(
    run,
    below,
    prompts,
    prompts.map((row) => [row.length - 1]),
    [index],
  );
  const keys = floats(read[index]);
  const { width } = model.facts.dimensions;
  const radius = await radiusAt(run, { model, cache: call.cache, parameters }, index);
  const points = requests.map((request, n): LoraPoint => ({
    key: keys.slice(n * width, (n + 1) * width),
    label: targetIds(model.tokenizer, request),
    radius,
    block: Math.floor(n / editsPerBlock),
  }));

  const groups = chunksOf(requests, editsPerBlock);
  const trained: LoraBlock[] = [];
  const curves: (readonly number[])[] = [];
  for (const [k, group] of groups.entries()) {
    const { overlays, report } = await trainAdapters(
      { ...run, random: run.random.fork(`block ${k}`) },
      {
        ...call,
        model: below,
        requests: group,
        parameters: AdapterParameters.parse({
          layers,
          roles: [places[0].spec.role],
          rank,
          dropout: 0,
          steps: parameters.steps,
          learningRate: parameters.learningRate,
          batchSize: group.length,
        }),
      },
      blockForm(blocks, groups.length === 1 ? "Training a block" : `Training block ${k + 1}`),
    );
    const deltas = new Map(deltasOf(overlays).map((delta) => [delta.parameter, delta]));
    trained.push(
      new Map(
        places.flatMap(({ site, spec }) => {
          const delta = deltas.get(spec.name);
          return delta?.form === "low-rank" ? [[site, delta] as const] : [];
        }),
      ),
    );
    curves.push(report.curves?.lossNats ?? []);
  }

  const added = loraBlocksOverlay(index, points, trained);
  const { clusters } = joinedLoraBlocks([...model.overlays.filter(isOwn), added]);
  const losses = curves[0].map(
    (_, step) => curves.reduce((sum, curve) => sum + curve[step], 0) / curves.length,
  );
  return {
    overlays: [added],
    report: {
      numbers: {
        lossNats: losses[losses.length - 1],
        steps: losses.length,
        blocks: trained.length,
        clusters: clusters.length,
      },
      curves: { lossNats: losses },
    },
  };
}

/** One block among `blocks`: its factors are the published ones times the root of what scales both. */
function blockForm(blocks: number, phase: string): AdapterForm {
  return {
    id: "lora",
    scale: () => blocks,
    initial(random, out, into, rank) {
      const bound = 1 / Math.sqrt(blocks * rank);
      const right = Float32Array.from({ length: rank * into }, () => bound * (2 * random.uniform() - 1));
      return { right, left: new Float32Array(out * rank) };
    },
    halveEvery: STEPS_UNTIL_HALF,
    phase,
  };
}
