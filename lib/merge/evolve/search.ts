/**
 * A search over the numbers of one recipe. Each generation is scored on few questions first; only the better half, and of it only
 * models that are not nearly the best one again, are scored on all. Points follow from the seed and the scores, so that a stopped
 * search goes on as if it had not been stopped.
 */
import { checkCancelled, seededRandom, type Run } from "../../base";
import { cmaEs } from "./cma-es";
import type { Founder } from "./evolve";
import type { EvolutionModel, EvolutionRecord, EvolutionScore, EvolutionSettings } from "./record";

export interface Searching {
  /** Of the recipe, where the search begins. */
  readonly start: readonly number[];
  /** Merges all founders with these numbers in the recipe. */
  merge(name: string, point: readonly number[]): Promise<Partial<EvolutionModel>>;
  score(name: string, few?: boolean): Promise<EvolutionScore>;
  kinship(left: string, right: string): Promise<number | null>;
  keep(record: EvolutionRecord): Promise<void>;
}

const STEP = 0.3;
/** From here on a model is the best one again: its score would be the same. */
const SAME = 0.9999;

export async function searchRecipe(
  run: Run,
  base: string,
  founders: readonly Founder[],
  settings: EvolutionSettings,
  searching: Searching,
  kept?: EvolutionRecord,
): Promise<EvolutionRecord> {
  let record: EvolutionRecord = kept ?? { settings, base, models: [], generations: [] };
  const put = async (model: EvolutionModel): Promise<void> => {
    record = { ...record, models: [...record.models.filter(({ name }) => name !== model.name), model] };
    await searching.keep(record);
  };
  const named = (name: string) => record.models.find((model) => model.name === name);
  for (const { name, version } of founders) {
    if (named(name)) continue;
    const score = await searching.score(name);
    await put({
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
  const meanOfFounders =
    founders.reduce((sum, { name }) => sum + (named(name)?.score.mean ?? 0), 0) / founders.length;
  const search = cmaEs(searching.start, STEP, seededRandom(`search/${settings.seed}`));
  let merges = 0;
  for (let generation = 1; generation <= settings.generations && !record.end; generation++) {
    const points = await search.ask(generation);
    const names = points.map((_, i) => `model-${generation}-${i + 1}`);
    for (const [i, name] of names.entries()) {
      if (settings.budget !== undefined && merges >= settings.budget) break;
      merges++;
      if (named(name)) continue;
      checkCancelled(run.signal);
      run.progress({ phase: `Generation ${generation}: merging ${name}`, step: i + 1, steps: names.length });
      const extra = await searching.merge(name, points[i]);
      const score = { ...(await searching.score(name, true)), isPartial: true };
      const parents = founders.map((founder) => founder.name);
      await put({
        name,
        generation,
        kind: "search",
        parents,
        kinship: null,
        score,
        gain: null,
        point: points[i],
        ...extra,
      });
    }
    const made = names.flatMap((name) => named(name) ?? []);
    if (made.length < names.length) {
      record = { ...record, end: "budget" };
      break;
    }
    for (const model of ranked(made).slice(0, Math.ceil(made.length / 2))) {
      if (!model.score.isPartial) continue;
      checkCancelled(run.signal);
      const [best] = bestOf(record, 1);
      const kinship = await searching.kinship(best, model.name);
      if (kinship !== null && kinship > SAME) continue;
      const score = await searching.score(model.name);
      await put({ ...model, kinship, score, gain: score.mean - meanOfFounders });
    }
    search.tell(ranked(names.map((name) => named(name) as EvolutionModel)).map(({ point = [] }) => point));
    const top = bestOf(record, settings.top);
    record = {
      ...record,
      generations: [
        ...record.generations.filter((one) => one.generation < generation),
        { generation, top, kinship: null, children: names },
      ],
      ...(generation === settings.generations && { end: "generations" as const }),
    };
    await searching.keep(record);
  }
  return record;
}

/** Those that were asked everything first, each kind from the best to the worst. */
function ranked(models: readonly EvolutionModel[]): EvolutionModel[] {
  return models.toSorted(
    (a, b) =>
      Number(a.score.isPartial ?? false) - Number(b.score.isPartial ?? false) || b.score.mean - a.score.mean,
  );
}

function bestOf({ models }: EvolutionRecord, count: number): string[] {
  return ranked(models.filter(({ score }) => !score.isPartial))
    .slice(0, count)
    .map(({ name }) => name);
}
