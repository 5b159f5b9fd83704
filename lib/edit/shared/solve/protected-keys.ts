/**
 * Protects many keys from a change. Protecting the thousandth key costs as much as protecting the tenth.
 *
 * With K̂c the coordinates of earlier keys, every solve needs M⁻¹ for M = λ I + K̂c K̂cᵀ. Keys arrive one after another and
 * always in the same order, so M⁻¹ is cached for whole blocks of them, each computed from the one before (Woodbury):
 *
 *     (M + K Kᵀ)⁻¹ = M⁻¹ − A (M⁻¹ K)ᵀ        A = M⁻¹ K (I + Kᵀ M⁻¹ K)⁻¹
 *
 * and the keys after the last whole block are part of the solve itself. The cache depends on the keys alone, not on earlier
 * calls: recomputed from the first block on, it has the same bits.
 */
import { checkCancelled, type JsonObject, type Run } from "../../../base";
import {
  addOuterProducts,
  combineRows,
  floats,
  type ArtifactCache,
  type MatrixProduct,
  type Tensor,
} from "../../../tensor";
import { identityCovariance, updateDirections, type KeyCovariance } from "./least-squares";

/** Keys of a block: few enough that those behind the last whole one cost little. */
const BLOCK = 16;

interface ProtectedCall {
  readonly cache: ArtifactCache;
  /** Everything besides the keys that the coordinates depend on. */
  readonly key: JsonObject;
  /** λ. */
  readonly ridge: number;
  /** R. */
  readonly size: number;
  readonly multiply: MatrixProduct;
  /** Coordinates [R] of rows [F]. */
  readonly coordinates: (rows: readonly ArrayLike<number>[]) => Promise<Float64Array[]>;
}

interface Protection {
  /** λ · metric is λ I + K̂ K̂ᵀ over whole blocks. */
  readonly metric: KeyCovariance;
  /** Coordinates of the keys behind the last whole block. */
  readonly rest: readonly Float64Array[];
}

/** M⁻¹ [R, R] over whole blocks, and their name. */
interface Kept {
  readonly blocks: number;
  readonly name?: string;
  readonly inverse: Float64Array | null;
}
const NONE: Kept = { blocks: 0, inverse: null };

/** `keys` are matrices [N, F] in the order in which their keys came. */
export async function protectKeys(
  run: Run,
  call: ProtectedCall,
  keys: readonly Tensor[],
): Promise<Protection> {
  const { cache, ridge, size, multiply, coordinates } = call;
  const rows = keys.flatMap(rowsInPlace);
  const block = Math.min(BLOCK, size);
  const whole = Math.floor(rows.length / block);
  const rest = await coordinates(rows.slice(whole * block));
  if (whole === 0) return { metric: identityCovariance(size, multiply), rest };

  const names = digests(rows, whole, block);
  const latest = await cache.remember(
    { ...call.key, derived: "protected-keys", size, ridge },
    async (): Promise<{ kept: Kept }> => ({ kept: NONE }),
    { signal: run.signal, sizeBytes: () => 8 * size * size },
  );
  // Another call may have cached the keys of another history; the name of the last block identifies it.
  let kept = names[latest.kept.blocks - 1] === latest.kept.name ? latest.kept : NONE;
  while (kept.blocks < whole) {
    checkCancelled(run.signal);
    const blockKeys = await coordinates(rows.slice(kept.blocks * block, (kept.blocks + 1) * block));
    const inverse = await joined(run, call, kept.inverse, blockKeys);
    kept = { blocks: kept.blocks + 1, name: names[kept.blocks], inverse };
  }
  latest.kept = kept;
  const inverse = kept.inverse as Float64Array;
  const metric: KeyCovariance = {
    size,
    multiply,
    solve: async (vectors) => splitRows(await multiply(flat(vectors), inverse, size), size, ridge),
    async matrix(weight) {
      const matrix = await identityCovariance(size, multiply).matrix(weight);
      const all = await coordinates(rows.slice(0, whole * block));
      const scaled = all.map((row) => row.map((value) => value * Math.sqrt(weight / ridge)));
      await addOuterProducts(matrix, scaled, { multiply, signal: run.signal });
      return matrix;
    },
  };
  return { metric, rest };
}

/** (M + K Kᵀ)⁻¹ from M⁻¹, [R, R]; null is M = λ I. */
async function joined(
  run: Run,
  { size, multiply, ridge }: ProtectedCall,
  before: Float64Array | null,
  rows: readonly Float64Array[],
): Promise<Float64Array> {
  const inverse = before ? before.slice() : await identityCovariance(size, multiply).matrix(1 / ridge);
  const spread = before
    ? splitRows(await multiply(flat(rows), before, size), size, 1)
    : rows.map((row) => row.map((value) => value / ridge)); // M⁻¹ kₙ
  const metric: KeyCovariance = {
    size,
    multiply,
    solve: async (vectors) => (vectors.length === rows.length ? spread : []),
    matrix: () => Promise.resolve(inverse),
  };
  const solved = await updateDirections(run, metric, 1, rows); // the rows of Aᵀ
  const columns = Array.from({ length: size }, (_, i) => solved.map((row) => row[i])); // of A, by entry
  const change = await combineRows(columns, spread, { multiply, signal: run.signal });
  for (const [i, row] of change.entries()) for (let j = 0; j < size; j++) inverse[i * size + j] -= row[j];
  return inverse;
}

/** For each of the first whole blocks, a name of all keys up to its end: two lanes of FNV-1a over their words. */
function digests(rows: readonly Float32Array[], blocks: number, block: number): string[] {
  const names: string[] = [];
  let [a, b] = [0x811c9dc5 | 0, 0x9747b28c | 0];
  for (let n = 0; n < blocks * block; n++) {
    const { buffer, byteOffset, length } = rows[n];
    const words = new Int32Array(buffer, byteOffset, length);
    for (let i = 0; i < length; i++) {
      a = Math.imul(a ^ words[i], 0x01000193);
      b = Math.imul((b << 5) ^ (b >>> 27) ^ words[i], 0x85ebca6b);
    }
    if ((n + 1) % block === 0) names.push(`${n + 1}:${a >>> 0}:${b >>> 0}`);
  }
  return names;
}

function rowsInPlace(matrix: Tensor): Float32Array[] {
  const [count, width] = matrix.shape;
  const data = floats(matrix);
  return Array.from({ length: count }, (_, n) => data.subarray(n * width, (n + 1) * width));
}

function flat(rows: readonly ArrayLike<number>[]): Float64Array {
  const width = rows[0].length;
  const data = new Float64Array(rows.length * width);
  rows.forEach((row, n) => data.set(row, n * width));
  return data;
}

function splitRows(matrix: Float64Array, width: number, scale: number): Float64Array[] {
  return Array.from({ length: matrix.length / width }, (_, n) =>
    matrix.subarray(n * width, (n + 1) * width).map((value) => scale * value),
  );
}
