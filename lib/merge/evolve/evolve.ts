/**
 * The evolution of models by merging pairs of the best (Model Kinship, Hu et al. 2025, Algorithm 1), with and without a merge that
 * explores, and the same by chance. Where the paper leaves something open:
 *
 * - The explored partner is the least related one: of the generation before and the founders, without the best model and those
 *   that were merged with it.
 * - It ends when the best stay the same as a set. With a score that is continuous that may never happen, so there are also a limit
 *   of generations, a budget of merges, and an end when the best are hardly different from each other.
 *
 * What was merged and scored is in the record, so that a stopped evolution, begun again with its record, goes on where it was.
 */
import { checkCancelled, seededRandom, shuffled, type Run } from "../../base";
import type { EvolutionModel, EvolutionRecord, EvolutionScore, EvolutionSettings } from "./record";

export interface Founder {
  readonly name: string;
  readonly version?: string;
}

/** Related models by their names; null where they are the same as the base. */
export type KinshipOfPair = (left: string, right: string) => Promise<number | null>;

export interface Breeding {
  /** Merges two models; what it gives is put into the record. */
  merge(name: string, parents: readonly [string, string]): Promise<Partial<EvolutionModel>>;
  score(name: string): Promise<EvolutionScore>;
  readonly kinship: KinshipOfPair;
  /** Called after each model and each generation. */
  keep(record: EvolutionRecord): Promise<void>;
}

type Pair = readonly [string, string];

interface Planned {
  readonly pair: Pair;
  readonly kind: EvolutionModel["kind"];
}

export async function evolve(
  run: Run,
  base: string,
  founders: readonly Founder[],
  settings: EvolutionSettings,
  breeding: Breeding,
  kept?: EvolutionRecord,
): Promise<EvolutionRecord> {
  let record: EvolutionRecord = kept ?? { settings, base, models: [], generations: [] };
  const models = new Map(record.models.map((model) => [model.name, model]));
  const add = async (model: EvolutionModel): Promise<void> => {
    models.set(model.name, model);
    record = { ...record, models: [...record.models, model] };
    await breeding.keep(record);
  };

  for (const [step, { name, version }] of founders.entries()) {
    if (models.has(name)) continue;
    checkCancelled(run.signal);
    run.progress({ phase: `Scoring ${name}`, step: step + 1, steps: founders.length });
    const score = await breeding.score(name);
    await add({
      name,
      generation: 0,
      kind: "founder",
      parents: [],
      kinship: null,
      score,
      gain: null,
      ...(version && { version }),
    });
  }

  const merged = new Set<string>();
  let top = founders.map(({ name }) => name);
  let merges = 0;
  for (let generation = 1; generation <= settings.generations; generation++) {
    const planned = await plan(generation, {
      top,
      models,
      merged,
      founders,
      settings,
      kinship: breeding.kinship,
    });
    const children: string[] = [];
    for (const [i, { pair, kind }] of planned.entries()) {
      if (settings.budget !== undefined && merges >= settings.budget) break;
      merges++;
      merged.add(keyOf(pair));
      const name = `model-${generation}-${kind === "exploration" ? "exp" : i + 1}`;
      children.push(name);
      if (models.has(name)) continue;
      checkCancelled(run.signal);
      run.progress({
        phase: `Generation ${generation}: merging ${pair.join(" and ")}`,
        step: i + 1,
        steps: planned.length,
      });
      const started = performance.now();
      const kinship = await breeding.kinship(...pair);
      const extra = await breeding.merge(name, pair);
      const score = await breeding.score(name);
      const parents = pair.map((parent) => scoreOf(models, parent));
      await add({
        name,
        generation,
        kind,
        parents: [...pair],
        kinship,
        score,
        gain: score.mean - (parents[0] + parents[1]) / 2,
        durationMs: performance.now() - started,
        ...extra,
      });
    }
    const best = bestOf(models, settings.top, generation);
    const related = await meanKinship(best, breeding.kinship);
    record = {
      ...record,
      generations: [
        ...record.generations.filter((one) => one.generation < generation),
        { generation, top: best, kinship: related, children },
      ],
    };
    const end = endOf(generation, { settings, top, best, related, merges, children: planned.length });
    if (end) record = { ...record, end };
    await breeding.keep(record);
    if (end) break;
    top = best;
  }
  return record;
}

interface Situation {
  readonly top: readonly string[];
  readonly models: ReadonlyMap<string, EvolutionModel>;
  readonly merged: ReadonlySet<string>;
  readonly founders: readonly Founder[];
  readonly settings: EvolutionSettings;
  readonly kinship: KinshipOfPair;
}

/** The merges of a generation. */
async function plan(generation: number, situation: Situation): Promise<readonly Planned[]> {
  const { top, models, merged, founders, settings } = situation;
  if (settings.strategy === "random" && generation > 1) return drawn(generation, situation);
  const greedy = pairsOf(top)
    .filter((pair) => !merged.has(keyOf(pair)))
    .map((pair): Planned => ({ pair, kind: settings.strategy === "random" ? "random" : "greedy" }));
  if (settings.strategy !== "greedy-kinship" || generation === 1) return greedy;
  const [best] = top;
  const taken = new Set([...merged, ...greedy.map(({ pair }) => keyOf(pair))]);
  const candidates = [...models.values()]
    .filter(
      (model) => model.generation === generation - 1 || founders.some(({ name }) => name === model.name),
    )
    .map(({ name }) => name)
    .filter((name) => name !== best && !taken.has(keyOf([best, name])));
  const partner = await leastRelated(best, candidates, situation);
  return partner === undefined ? greedy : [...greedy, { pair: [best, partner], kind: "exploration" }];
}

async function leastRelated(
  best: string,
  candidates: readonly string[],
  { kinship, settings }: Situation,
): Promise<string | undefined> {
  let [found, least] = [undefined as string | undefined, Infinity];
  for (const name of candidates) {
    const related = await kinship(best, name);
    // Of distances, the largest is the least related.
    const order = related === null ? Infinity : settings.metric === "distance" ? -related : related;
    if (order < least) [found, least] = [name, order];
  }
  return found;
}

/** As many pairs of all models as a greedy generation would have, by chance. */
function drawn(generation: number, { models, merged, settings }: Situation): readonly Planned[] {
  const random = seededRandom(`evolve/${settings.seed}/${generation}`);
  const names = [...models.values()].filter((model) => model.generation < generation).map(({ name }) => name);
  const count = (settings.top * (settings.top - 1)) / 2;
  return shuffled(pairsOf(names), random)
    .filter((pair) => !merged.has(keyOf(pair)))
    .slice(0, count)
    .map((pair): Planned => ({ pair, kind: "random" }));
}

function pairsOf(names: readonly string[]): Pair[] {
  return names.flatMap((left, i) => names.slice(i + 1).map((right): Pair => [left, right]));
}

function keyOf(pair: Pair): string {
  return [...pair].sort().join("\n");
}

function scoreOf(models: ReadonlyMap<string, EvolutionModel>, name: string): number {
  return models.get(name)?.score.mean ?? NaN;
}

/** The best models of all generations up to this one, equal ones by name. */
function bestOf(models: ReadonlyMap<string, EvolutionModel>, count: number, generation: number): string[] {
  return [...models.values()]
    .filter((model) => model.generation <= generation)
    .sort((a, b) => b.score.mean - a.score.mean || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
}

async function meanKinship(names: readonly string[], kinship: KinshipOfPair): Promise<number | null> {
  const all: number[] = [];
  for (const pair of pairsOf(names)) {
    const related = await kinship(...pair);
    if (related === null) return null;
    all.push(related);
  }
  return all.length === 0 ? null : all.reduce((sum, value) => sum + value, 0) / all.length;
}

function endOf(
  generation: number,
  {
    settings: { strategy, generations, budget, stopAt, metric },
    top,
    best,
    related,
    merges,
    children,
  }: {
    readonly settings: EvolutionSettings;
    readonly top: readonly string[];
    readonly best: readonly string[];
    readonly related: number | null;
    readonly merges: number;
    readonly children: number;
  },
): EvolutionRecord["end"] {
  const isUnchanged = generation > 1 && [...top].sort().join() === [...best].sort().join();
  // What is drawn next does not depend on the best, so that it may still find something.
  if (children === 0 || (isUnchanged && strategy !== "random")) return "unchanged";
  if (stopAt !== null && related !== null && metric !== "distance" && related > stopAt) return "kinship";
  if (budget !== undefined && merges >= budget) return "budget";
  return generation >= generations ? "generations" : undefined;
}
