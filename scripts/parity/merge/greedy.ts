/** Top-k greedy merging and its variant with kinship, generation by generation. */
import { z } from "zod";
import { createRun } from "../../../lib/base";
import {
  evolve,
  EvolutionSettings,
  kinshipOf,
  planMerge,
  type EvolutionRecord,
  type MergeSource,
} from "../../../lib/merge";
import type { Model } from "../../../lib/model";
import { check, type Check } from "../report";
import type { OpenSource } from "./recipes";
import { changedTo, memorySource, scoreOf, type ToyWorld } from "./world";

const Child = z.object({
  name: z.string(),
  parents: z.tuple([z.string(), z.string()]),
  kinship: z.number(),
  kind: z.string(),
  score: z.number(),
});
export const GreedyFixture = z.object({
  kind: z.literal("kinship-greedy"),
  tolerance: z.object({ score: z.number(), kinship: z.number() }),
  base: z.string(),
  foundation: z.record(z.string(), z.object({ score: z.number() })),
  runs: z.array(
    z.object({
      strategy: z.string(),
      k: z.int(),
      generations: z.array(
        z.object({
          generation: z.int(),
          new: z.array(Child),
          top: z.array(z.string()),
          mean_kinship_of_top: z.number(),
        }),
      ),
    }),
  ),
});
type Fixture = z.infer<typeof GreedyFixture>;

export async function checkGreedy(
  fixture: Fixture,
  open: OpenSource,
  bare: Model,
  world: ToyWorld,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const wanted of fixture.runs) {
    const record = await run(fixture, wanted, open, bare, world);
    checks.push(...compare(wanted, record, fixture));
  }
  return checks;
}

async function run(
  { base, foundation }: Fixture,
  { strategy, k, generations }: Fixture["runs"][number],
  open: OpenSource,
  bare: Model,
  world: ToyWorld,
): Promise<EvolutionRecord> {
  const folder = base.split("/")[0];
  const origin = await open(base);
  const sources = new Map<string, MergeSource>();
  const models = new Map<string, Model>();
  const add = async (name: string, source: MergeSource) => {
    sources.set(name, source);
    const tensors = new Map<string, Float32Array>();
    for (const tensor of source.tensors.keys()) tensors.set(tensor, await source.read(tensor));
    models.set(name, await changedTo(bare, tensors));
  };
  const founders = Object.keys(foundation);
  for (const name of founders) await add(name, await open(`${folder}/${name}`));
  const settings = EvolutionSettings.parse({
    strategy: strategy.includes("kinship") ? "greedy-kinship" : "greedy",
    top: k,
    generations: generations.length,
    stopAt: null,
  });
  return evolve(
    createRun(),
    base,
    founders.map((name) => ({ name })),
    settings,
    {
      async merge(name, [first, second]) {
        const recipe = {
          merge_method: "slerp",
          models: [{ model: first }, { model: second }],
          base_model: first,
          parameters: { t: 0.5 },
        };
        const merging = planMerge(recipe, sources, { seed: 0 });
        const tensors = new Map<string, Float32Array>();
        for (const tensor of merging.tensors) tensors.set(tensor.name, (await merging.merge(tensor)).values);
        await add(name, memorySource(origin, tensors));
        return {};
      },
      async score(name) {
        const { mean } = await scoreOf(models.get(name) as Model, world);
        return { mean, standardError: 0, tasks: [] };
      },
      async kinship(left, right) {
        const named = [left, right].map((name) => ({ name, source: sources.get(name) as MergeSource }));
        return (await kinshipOf(createRun(), { name: base, source: origin }, named)).pairs[0].global.pcc;
      },
      keep: async () => undefined,
    },
  );
}

function compare(wanted: Fixture["runs"][number], record: EvolutionRecord, { tolerance }: Fixture): Check[] {
  const place = wanted.strategy;
  /** The fixture's names begin with the run's letter, ours with "model". */
  const own = (name: string) => name.replace(/^[gk]-/, "model-");
  let [order, tops, score, kinship, mean] = [0, 0, 0, 0, 0];
  for (const generation of wanted.generations) {
    const found = record.generations.find((one) => one.generation === generation.generation);
    if (String(found?.top) !== String(generation.top.map(own))) tops++;
    mean = Math.max(mean, Math.abs((found?.kinship ?? NaN) - generation.mean_kinship_of_top));
    for (const child of generation.new) {
      const model = record.models.find(({ name }) => name === own(child.name));
      if (!model || String(model.parents) !== String(child.parents.map(own)) || model.kind !== child.kind)
        order++;
      score = Math.max(score, Math.abs((model?.score.mean ?? NaN) - child.score));
      kinship = Math.max(kinship, Math.abs((model?.kinship ?? NaN) - child.kinship));
    }
  }
  return [
    check(place, "children, parents and kinds", order, 0, "differ"),
    check(place, "best of each generation", tops, 0, "differ"),
    check(place, "scores", score, tolerance.score, "absolute"),
    check(place, "kinship of parents", kinship, tolerance.kinship, "absolute"),
    check(place, "mean kinship of the best", mean, tolerance.kinship, "absolute"),
  ];
}
