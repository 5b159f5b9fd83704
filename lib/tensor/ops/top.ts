/** The largest values of each row. */
import { ShapeError } from "../../base";
import type { Dim, Value } from "../graph";
import { defineOp } from "../op";
import { float32, floats, int64 } from "../tensor";
import { requireFloat } from "./build";

/**
 * The largest values along the last axis and their indices (int64), largest first and the lower index first among equals; as
 * many as an int64 input [1] says when the graph runs, which is at most the size of the axis.
 */
export const topOp = defineOp<{ readonly size: Dim }>({
  id: "top",
  name: "TopK",
  infer([x, count], { size }) {
    requireFloat("top", x);
    if (count.dtype !== "int64") throw new ShapeError(`top: a count of ${count.dtype}`);
    const shape = [...x.shape.slice(0, -1), size];
    return [
      { dtype: "float32", shape },
      { dtype: "int64", shape },
    ];
  },
  reference([x, count]) {
    const size = Number((count.data as BigInt64Array)[0]);
    const width = x.shape[x.shape.length - 1];
    const source = floats(x);
    const ids: number[] = [];
    for (let start = 0; start < source.length; start += width) {
      const row = source.subarray(start, start + width);
      const order = Array.from(row, (_, i) => i).sort((i, j) => row[j] - row[i] || i - j);
      ids.push(...order.slice(0, size));
    }
    const shape = [...x.shape.slice(0, -1), size];
    const values = ids.map((id, i) => source[Math.floor(i / size) * width + id]);
    return [float32(shape, values), int64(shape, ids)];
  },
  vjp: "forbidden",
  emit: () => ({ attributes: {} }),
  examples: [
    {
      shapes: [[2, 4], [1]],
      attributes: { size: 2 },
      inputs: { 0: float32([2, 4], [0.5, -1, 2, 0.5, 3, 3, 1, 3]), 1: int64([1], [2]) },
    },
    { shapes: [[2, 1, 5], [1]], attributes: { size: 1 }, inputs: { 1: int64([1], [1]) } },
  ],
});

/** Values [..., size] and indices [..., size] of the largest entries of x [..., X]; `count` is int64 [1]. */
export function top(x: Value, count: Value, size: Dim): readonly [values: Value, indices: Value] {
  const [values, indices] = x.graph.apply(topOp, [x, count], { size });
  return [values, indices];
}
