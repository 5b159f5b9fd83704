/**
 * How related models are: all pairs in one pass over the tensors, so that each tensor of each model is read once. A model is its
 * difference from the base. Tensors that are tied to another are counted once, unless they are to be counted as the published code
 * does; of a table with more rows than the base's, the rows of the base count.
 */
import { checkCancelled, PalimpsestError, type Run } from "../../base";
import { sizeOf } from "../../tensor";
import { groupOf, isEmbedding, isHead, layerOf } from "../engine/names";
import { shapeIn, type MergeSource } from "../engine/source";
import { keepLargest } from "../sparsify";
import { addSums, NO_SUMS, numbersOf, ownSumsOf, sumsOf, type Sums } from "./accumulate";
import { KINSHIP_GROUPS, type KinshipPair, type KinshipReport } from "./report";

export interface KinshipOptions {
  /** The share of largest entries whose overlap is counted; 0: it is not. */
  readonly topShare?: number;
  /** Counts a head that is the embedding a second time. */
  readonly countsTied?: boolean;
}

interface Named {
  readonly name: string;
  readonly source: MergeSource;
}

/** Norms of one difference and of the base, squared. */
interface Squares {
  readonly delta: number;
  readonly base: number;
}

/** Throws `invalid_input` for models that the base does not fit. */
export async function kinshipOf(
  run: Run,
  base: Named,
  models: readonly Named[],
  { topShare = 0, countsTied = false }: KinshipOptions = {},
): Promise<KinshipReport> {
  const started = performance.now();
  const names = [...base.source.tensors.keys()].sort();
  const all = countsTied && !names.some(isHead) ? [...names, ...names.filter(isEmbedding)] : names;
  const pairs = models.flatMap((_, left) =>
    models.slice(left + 1).map((__, i) => ({ left, right: left + 1 + i })),
  );
  const sums: {
    readonly name: string;
    readonly pairs: readonly Sums[];
    readonly squares: readonly Squares[];
  }[] = [];

  for (const [step, name] of all.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: `Comparing ${name}`, step: step + 1, steps: all.length });
    const shape = shapeIn(base.source, name);
    const origin = await base.source.read(name);
    const deltas: Float32Array[] = [];
    for (const model of models) deltas.push(await differenceOf(model, name, origin, shape));
    const own = deltas.map(ownSumsOf);
    const squareOfBase = ownSumsOf(origin).squares;
    const kept = topShare > 0 ? deltas.map((delta) => largestPlaces(delta, topShare)) : undefined;
    sums.push({
      name,
      pairs: pairs.map(({ left, right }) => ({
        ...sumsOf(deltas[left], deltas[right], own[left], own[right]),
        ...(kept && { top: overlapOf(kept[left], kept[right]) }),
      })),
      squares: own.map(({ squares: delta }) => ({ delta, base: squareOfBase })),
    });
  }

  const grouped = (p: number, nameOf: (tensor: string) => string | undefined) => {
    const groups = new Map<string, Sums>();
    for (const { name, pairs: ofTensor } of sums) {
      const group = nameOf(name);
      if (group !== undefined) groups.set(group, addSums(groups.get(group) ?? NO_SUMS, ofTensor[p]));
    }
    return [...groups].map(([name, total]) => ({ name, numbers: numbersOf(total) }));
  };
  const reports = pairs.map(({ left, right }, p): KinshipPair => ({
    left,
    right,
    global: grouped(p, () => "")[0].numbers,
    layers: grouped(p, (name) => layerOf(name)?.toString()).sort((a, b) => Number(a.name) - Number(b.name)),
    groups: grouped(p, groupOf).sort((a, b) => placeOfGroup(a.name) - placeOfGroup(b.name)),
    tensors: grouped(p, (name) => name),
  }));
  return {
    base: base.name,
    models: models.map(({ name }) => name),
    norms: models.map((_, m) => normsOf(sums.map(({ name, squares: of }) => ({ name, ...of[m] })))),
    pairs: reports,
    mean: {
      pcc: mean(reports.map(({ global }) => global.pcc)),
      cosine: mean(reports.map(({ global }) => global.cosine)),
      distance: mean(reports.map(({ global }) => global.distance)) ?? 0,
    },
    topShare,
    durationMs: performance.now() - started,
  };
}

function placeOfGroup(name: string): number {
  return KINSHIP_GROUPS.findIndex((group) => group === name);
}

async function differenceOf(
  { name: model, source }: Named,
  tensor: string,
  origin: Float32Array,
  shape: readonly number[],
): Promise<Float32Array> {
  const own = source.tensors.get(tensor)?.shape;
  const isWider =
    own &&
    own.length === shape.length &&
    own[0] >= shape[0] &&
    String(own.slice(1)) === String(shape.slice(1));
  if (!isWider) {
    throw new PalimpsestError(
      "invalid_input",
      own
        ? `${tensor} is [${own.join(", ")}] in ${model} and [${shape.join(", ")}] in the base.`
        : `${model} has no tensor ${tensor}.`,
      { hint: "Compare models that were trained from this base.", details: { field: "models" } },
    );
  }
  const values = (await source.read(tensor)).subarray(0, sizeOf(shape));
  for (let i = 0; i < values.length; i++) values[i] -= origin[i];
  return values;
}

/** Marks of the largest entries. */
function largestPlaces(delta: Float32Array, share: number): Float32Array {
  return keepLargest(delta.slice(), Math.max(1, Math.floor(share * delta.length)));
}

function overlapOf(
  left: Float32Array,
  right: Float32Array,
): { readonly either: number; readonly shared: number } {
  let [either, shared] = [0, 0];
  for (let i = 0; i < left.length; i++) {
    const [a, b] = [left[i] !== 0, right[i] !== 0];
    if (a || b) either++;
    if (a && b) shared++;
  }
  return { either, shared };
}

function normsOf(tensors: readonly (Squares & { readonly name: string })[]): KinshipReport["norms"][number] {
  const total = (chosen: readonly Squares[]) => {
    const [delta, base] = (["delta", "base"] as const).map((key) =>
      Math.sqrt(chosen.reduce((sum, one) => sum + one[key], 0)),
    );
    return { norm: delta, relative: base > 0 ? delta / base : 0 };
  };
  const layers = [...new Set(tensors.flatMap(({ name }) => layerOf(name) ?? []))].sort((a, b) => a - b);
  return {
    ...total(tensors),
    layers: layers.map((layer) => ({
      name: String(layer),
      ...total(tensors.filter(({ name }) => layerOf(name) === layer)),
    })),
  };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0
    ? null
    : known.reduce((sum, value) => sum + value, 0) / known.length;
}
