/**
 * Evolution of models by merging pairs (Hu et al. 2024, Algorithm 1). Each generation merges all pairs of the k best models, and
 * with kinship also the best with the one that is least related to it. What the paper leaves open is decided so:
 *
 * - The model to explore is the least related to the best (the paper's text and tables; an early print said the most related),
 *   among the last generation's children and the founders; where none is left, among all models.
 * - Pairs are merged once. A child is measured once.
 * - It ends when the best stay the same, after its generations or merges, or when the mean kinship of the best is above `stopAt`.
 * - The random baseline merges as many pairs as the greedy one would, drawn from all models.
 *
 * A record that is passed in again is continued: what it has is not made again.
 */
import { checkCancelled, PalimpsestError, seededRandom, type Run } from "../../base";
import type { EvolutionModel, EvolutionRecord, EvolutionScore, EvolutionSettings } from "./record";

/** What an evolution asks of whoever holds the models, which it knows by name. */
export interface EvolutionWork {
  score(name: string): Promise<EvolutionScore>;
  /** Between two models; null where there is none. */
  kinship(left: string, right: string): Promise<number | null>;
  /** Makes a child; what it answers is kept with it. */
  merge(name: string, parents: readonly [string, string]): Promise<Pick<EvolutionModel, "overlays">>;
  /** Called with the record after each child and each generation, so that it can be kept. */
  onRecord?(record: EvolutionRecord): Promise<void>;
}

type Kind = EvolutionModel["kind"];

/** All generations, until it ends. */
export async function evolve(
  run: Run,
  founders: readonly string[],
  settings: EvolutionSettings,
  work: EvolutionWork,
  before?: EvolutionRecord,
): Promise<EvolutionRecord> {
  let record = before;
  while (record?.end === undefined) record = await nextGeneration(run, founders, settings, work, record);
  return record;
}

/** The founders and one generation, or one generation more. */
export async function nextGeneration(
  run: Run,
  founders: readonly string[],
  settings: EvolutionSettings,
  work: EvolutionWork,
  before?: EvolutionRecord,
): Promise<EvolutionRecord> {
  if (settings.strategy === "cma-es") {
    throw new PalimpsestError(
      "unsupported",
      "CMA-ES searches the numbers of one recipe, and evolves no pairs.",
      {
        hint: "Choose greedy, greedy-kinship or random.",
        details: { field: "settings.strategy" },
      },
    );
  }
  if (founders.length < 2) {
    throw new PalimpsestError("invalid_input", "An evolution begins with two models or more.", {
      details: { field: "founders" },
    });
  }
  let record: EvolutionRecord = before ?? { settings, base: "", models: [], generations: [] };
  if (record.end) return record;
  const has = (name: string) => record.models.some((model) => model.name === name);
  const keep = async (change: Partial<EvolutionRecord>): Promise<void> => {
    record = { ...record, ...change };
    await work.onRecord?.(record);
  };
  const modelOf = (name: string) => record.models.find((model) => model.name === name) as EvolutionModel;
  const meanOf = (name: string) => modelOf(name).score.mean;
  const progress = (generation: number, step: number, steps: number) =>
    run.progress({
      phase: generation === 0 ? "Asking the founders" : `Generation ${generation}`,
      step,
      steps,
      values:
        record.models.length > 0 ? { best: Math.max(...record.models.map(({ score }) => score.mean)) } : {},
    });

  for (const [i, name] of founders.entries()) {
    if (has(name)) continue;
    checkCancelled(run.signal);
    progress(0, i, founders.length);
    const score = await work.score(name);
    const founder: EvolutionModel = {
      name,
      generation: 0,
      kind: "founder",
      parents: [],
      kinship: null,
      score,
      gain: null,
    };
    await keep({ models: [...record.models, founder] });
  }

  const merged = (): ReadonlySet<string> =>
    new Set(record.models.map(({ parents }) => pairKey(parents[0] ?? "", parents[1] ?? "")));
  const left = () => (settings.budget ?? Infinity) - (record.models.length - founders.length);
  const addChild = async (name: string, kind: Kind, generation: number, pair: readonly [string, string]) => {
    checkCancelled(run.signal);
    const started = Date.now();
    const kinship = await work.kinship(...pair);
    const made = await work.merge(name, pair);
    const score = await work.score(name);
    const gain = score.mean - (meanOf(pair[0]) + meanOf(pair[1])) / 2;
    const child = { name, generation, kind, parents: [...pair], kinship, score, gain, ...made };
    await keep({ models: [...record.models, { ...child, durationMs: Date.now() - started }] });
  };

  const generation = record.generations.length + 1;
  const earlier = record.models.filter((model) => model.generation < generation);
  const done = record.models.filter((model) => model.generation === generation);
  // What an interrupted generation began with is what it had before its children.
  const known = new Set(earlier.map(({ parents: [a = "", b = ""] }) => pairKey(a, b)));
  const parents = generation === 1 ? [...founders] : topOf(earlier, settings.top);
  const pairs =
    settings.strategy === "random"
      ? randomPairs(earlier, pairsOf(parents).length, known, settings.seed, generation)
      : pairsOf(parents).filter((pair) => !known.has(pairKey(...pair)));
  for (const [i, pair] of pairs.entries()) {
    const name = `model-${generation}-${i + 1}`;
    if (has(name)) continue;
    if (left() <= 0) break;
    progress(generation, i, pairs.length);
    await addChild(name, settings.strategy === "random" ? "random" : "greedy", generation, pair);
  }
  if (settings.strategy === "greedy-kinship" && generation > 1 && left() > 0) {
    const name = `model-${generation}-exp`;
    const pair = has(name) ? null : await explored(parents, earlier, generation, merged(), settings, work);
    if (pair) await addChild(name, "exploration", generation, pair);
  }
  const children = record.models.filter((model) => model.generation === generation).map(({ name }) => name);
  const top = topOf(record.models, settings.top);
  const kinship = await meanKinship(top, work);
  const last = record.generations.at(-1)?.top;
  const end =
    children.length === 0 || (last && last.join() === top.join() && settings.strategy !== "random")
      ? left() <= 0
        ? ("budget" as const)
        : ("unchanged" as const)
      : left() <= 0
        ? ("budget" as const)
        : isClose(kinship, settings)
          ? ("kinship" as const)
          : generation >= settings.generations
            ? ("generations" as const)
            : undefined;
  await keep({
    generations: [...record.generations, { generation, top, kinship, children }],
    ...(end && { end }),
  });
  progress(generation, done.length + children.length, Math.max(1, children.length));
  return record;
}

const pairKey = (a: string, b: string): string => [a, b].sort().join("\n");

function pairsOf(names: readonly string[]): (readonly [string, string])[] {
  return names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));
}

/** The best first; of equal ones the earlier. */
function topOf(models: readonly EvolutionModel[], count: number): string[] {
  return [...models]
    .sort((a, b) => b.score.mean - a.score.mean)
    .slice(0, count)
    .map(({ name }) => name);
}

function randomPairs(
  models: readonly EvolutionModel[],
  count: number,
  known: ReadonlySet<string>,
  seed: number,
  generation: number,
): (readonly [string, string])[] {
  const random = seededRandom(`evolution/${seed}/${generation}`);
  const open = pairsOf(models.map(({ name }) => name)).filter((pair) => !known.has(pairKey(...pair)));
  const drawn: (readonly [string, string])[] = [];
  while (drawn.length < count && open.length > 0) drawn.push(...open.splice(random.integer(open.length), 1));
  return drawn;
}

/** The best model with the least related one that it was not merged with; null where there is none. */
async function explored(
  [best]: readonly string[],
  models: readonly EvolutionModel[],
  generation: number,
  known: ReadonlySet<string>,
  { metric }: EvolutionSettings,
  work: EvolutionWork,
): Promise<readonly [string, string] | null> {
  const isOpen = ({ name }: EvolutionModel) => name !== best && !known.has(pairKey(best, name));
  const near = models.filter((model) => model.generation === generation - 1 || model.kind === "founder");
  const open = near.some(isOpen) ? near.filter(isOpen) : models.filter(isOpen);
  let found: { readonly name: string; readonly kinship: number } | null = null;
  for (const { name } of open) {
    const kinship = await work.kinship(best, name);
    if (kinship === null) continue;
    // A large distance is little kinship.
    const value = metric === "distance" ? -kinship : kinship;
    if (!found || value < found.kinship) found = { name, kinship: value };
  }
  return found && [best, found.name];
}

async function meanKinship(names: readonly string[], work: EvolutionWork): Promise<number | null> {
  const pairs = pairsOf(names);
  let sum = 0;
  for (const pair of pairs) {
    const kinship = await work.kinship(...pair);
    if (kinship === null) return null;
    sum += kinship;
  }
  return pairs.length === 0 ? null : sum / pairs.length;
}

function isClose(kinship: number | null, { metric, stopAt }: EvolutionSettings): boolean {
  return kinship !== null && stopAt !== null && metric !== "distance" && kinship > stopAt;
}
