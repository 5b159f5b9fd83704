/**
 * Model Kinship's claims on the siblings of the embedded model: gain against kinship, and three strategies over five generations and
 * five seeds. A seed draws three founders and half of the questions of each task. Prints tables for docs/merging.md.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createRun, seededRandom, shuffled } from "../../lib/base";
import { PoolCard } from "../../lib/data";
import {
  evolve,
  EvolutionSettings,
  kinshipOf,
  planMerge,
  type EvolutionModel,
  type EvolutionRecord,
  type MergeSource,
} from "../../lib/merge";
import { loadModel, scoreTargets, type Model } from "../../lib/model";
import { localFiles } from "../../lib/server/files/folder-files";
import { createNativeRuntime } from "../../lib/server/worker/runtime";
import { readExport } from "../../lib/version";
import { changedTo, memorySource } from "../parity/merge/world";

const SEEDS = 5;
const FOUNDERS = 3;
const STRATEGIES = ["greedy", "greedy-kinship", "random"] as const;
const MODELS = path.resolve(process.argv[2] ?? "public/models");

interface Known {
  readonly source: MergeSource;
  /** Opened when it is asked: dozens of models together would not fit. */
  open(): Promise<Model>;
}

const run = createRun();
const bare = await loadModel(
  "atlas",
  localFiles(path.join(MODELS, "atlas")),
  createNativeRuntime({ kind: "native" }),
);
const card = PoolCard.parse(JSON.parse(await readFile(path.join(MODELS, "pool/atlas.json"), "utf8")));
const checkpoint = { fingerprint: await bare.fingerprint(), ofWeights: await bare.fingerprintOfWeights() };

const sourceOf = async (model: Model): Promise<MergeSource> => {
  const specs = bare.facts.parameters.filter(({ tiedTo }) => tiedTo === undefined);
  const tensors = new Map<string, Float32Array>();
  for (const spec of specs) tensors.set(spec.name, (await model.stored(spec)).data.slice());
  const like: MergeSource = {
    architecture: "gpt2",
    layers: bare.facts.dimensions.layers,
    tensors: new Map(specs.map(({ name, shape }) => [name, { shape, dtype: "F32" }])),
    read: async () => new Float32Array(),
  };
  return memorySource(like, tensors);
};

const base = await sourceOf(bare);
const siblings = new Map<string, Known>();
for (const { id, file } of card.siblings) {
  const { overlays } = readExport(
    new Uint8Array(await readFile(path.join(MODELS, "pool", file))),
    checkpoint,
  );
  const model = bare.with(overlays);
  siblings.set(id, { source: await sourceOf(model), open: async () => model });
}

/** What was merged and asked before, by what it is made of: strategies of a seed share most of their merges. */
const merged = new Map<string, Known>();
const scores = new Map<string, EvolutionModel["score"]>();
const related = new Map<string, number | null>();

async function evolution(seed: number, strategy: (typeof STRATEGIES)[number]): Promise<EvolutionRecord> {
  const random = seededRandom(`pool/${seed}`);
  const founders = shuffled([...siblings.keys()].sort(), random).slice(0, FOUNDERS);
  const tasks = card.tasks.map(({ id, questions }) => ({
    id,
    items: shuffled(questions, random.fork(id)).slice(0, Math.ceil(questions.length / 2)),
  }));
  const names = new Map(founders.map((name) => [name, name]));
  const known = (name: string): Known => {
    const key = names.get(name) as string;
    return siblings.get(key) ?? (merged.get(key) as Known);
  };
  const settings = EvolutionSettings.parse({ strategy, top: 3, generations: 5, stopAt: null, seed });
  return evolve(
    run,
    "atlas",
    founders.map((name) => ({ name })),
    settings,
    {
      async merge(name, [first, second]) {
        const key = `(${names.get(first)} ${names.get(second)})`;
        names.set(name, key);
        if (merged.has(key)) return {};
        const sources = new Map([
          ["first", known(first).source],
          ["second", known(second).source],
        ]);
        const recipe = {
          merge_method: "slerp",
          models: [{ model: "first" }, { model: "second" }],
          base_model: "first",
          parameters: { t: 0.5 },
        };
        const merging = planMerge(recipe, sources, { seed: 0 });
        const tensors = new Map<string, Float32Array>();
        for (const tensor of merging.tensors) tensors.set(tensor.name, (await merging.merge(tensor)).values);
        merged.set(key, { source: memorySource(base, tensors), open: () => changedTo(bare, tensors) });
        return {};
      },
      async score(name) {
        const key = `${seed} ${names.get(name)}`;
        const before = scores.get(key);
        if (before) return before;
        const model = await known(name).open();
        const parts = [];
        for (const { id, items } of tasks) {
          const pairs = items.map(({ prompt, answers: [target] }) => ({ prompt, target }));
          const each = (await scoreTargets(run, model, pairs)).map(({ perToken }) =>
            Math.exp(perToken.reduce((sum, nats) => sum + nats, 0) / perToken.length),
          );
          const mean = each.reduce((sum, value) => sum + value, 0) / each.length;
          const spread = each.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (each.length - 1);
          parts.push({ id, score: mean, standardError: Math.sqrt(spread / each.length) });
        }
        const score = {
          mean: parts.reduce((sum, part) => sum + part.score, 0) / parts.length,
          standardError:
            Math.sqrt(parts.reduce((sum, part) => sum + part.standardError ** 2, 0)) / parts.length,
          tasks: parts,
        };
        scores.set(key, score);
        return score;
      },
      async kinship(left, right) {
        const key = [names.get(left), names.get(right)].sort().join(" | ");
        if (!related.has(key)) {
          const named = [left, right].map((name) => ({ name, source: known(name).source }));
          related.set(
            key,
            (await kinshipOf(run, { name: "atlas", source: base }, named)).pairs[0].global.pcc,
          );
        }
        return related.get(key) ?? null;
      },
      keep: async () => undefined,
    },
  );
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const error = (values: readonly number[]) =>
  Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1) / values.length,
  );
const told = (values: readonly number[]) =>
  `${(100 * mean(values)).toFixed(2)} ± ${(100 * error(values)).toFixed(2)}`;
const correlation = (x: readonly number[], y: readonly number[]) => {
  const [a, b] = [mean(x), mean(y)];
  const [xy, xx, yy] = [0, 0, 0].map((_, k) =>
    x.reduce((sum, value, i) => sum + [(value - a) * (y[i] - b), (value - a) ** 2, (y[i] - b) ** 2][k], 0),
  );
  return xy / Math.sqrt(xx * yy);
};

const all: EvolutionModel[] = [];
const best: Record<string, number[][]> = {};
for (let seed = 0; seed < SEEDS; seed++) {
  for (const strategy of STRATEGIES) {
    const record = await evolution(seed, strategy);
    const byGeneration = [0, 1, 2, 3, 4, 5].map((generation) =>
      Math.max(
        ...record.models.filter((model) => model.generation <= generation).map(({ score }) => score.mean),
      ),
    );
    (best[strategy] ??= []).push(byGeneration);
    all.push(...record.models.filter(({ gain }) => gain !== null));
    const made = record.models.length - FOUNDERS;
    print(
      `seed ${seed} ${strategy}: ${byGeneration.map((value) => (100 * value).toFixed(2)).join(" ")}; ${made} merges, ${record.end}; kinship ${record.generations.map(({ kinship }) => kinship?.toFixed(3)).join(" ")}`,
    );
  }
  merged.clear();
  related.clear();
}
print("best score in percent by generation, mean of seeds ± standard error");
for (const strategy of STRATEGIES) {
  print(
    `| ${strategy} | ${[0, 1, 2, 3, 4, 5].map((g) => told(best[strategy].map((row) => row[g]))).join(" | ")} |`,
  );
}
const unique = [...new Map(all.map((model) => [`${model.score.mean} ${model.kinship}`, model])).values()];
const kin = unique.map(({ kinship }) => kinship as number);
const gains = unique.map(({ gain }) => gain as number);
print(
  `merges ${unique.length}; correlation of kinship with gain ${correlation(kin, gains).toFixed(3)}, with its size ${correlation(kin, gains.map(Math.abs)).toFixed(3)}`,
);
for (const [from, to] of [
  [-1, 0.3],
  [0.3, 0.6],
  [0.6, 0.9],
  [0.9, 1.01],
]) {
  const part = gains.filter((_, i) => kin[i] >= from && kin[i] < to);
  if (part.length > 1)
    print(`| ${from} to ${to} | ${part.length} | ${told(part)} | ${told(part.map(Math.abs))} |`);
}
process.exit();
