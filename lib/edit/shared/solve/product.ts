/** Matrix products of the host's rows, computed by the runtime, because a loop in JavaScript takes tens of times as long. */
import type { Run } from "../../../base";
import type { Model } from "../../../model";
import {
  float32,
  float64,
  floats,
  hostProduct,
  matmul,
  type MatrixProduct,
  type Tensor,
  transposedData,
} from "../../../tensor";

/** a [M, K] times b [K, N]. */
export async function product(run: Run, model: Model, a: Tensor, b: Tensor): Promise<Tensor<"float32">> {
  const program = await model.bare.program("product", ({ graph }) => {
    const [left, right] = [graph.input("a", "float32", ["M", "K"]), graph.input("b", "float32", ["K", "N"])];
    graph.output("product", matmul(left, right));
  });
  const results = await program.run({ a, b }, { signal: run.signal });
  return float32(results.product.shape, floats(results.product));
}

/** The product of solves: the runtime's where it computes in float64 (natively and as WASM), and plain JavaScript's elsewhere. */
export function doubleProduct(run: Run, model: Model): MatrixProduct {
  if (!model.runtime.limits.dtypes.includes("float64")) return hostProduct;
  return async (a, b, inner) => {
    const program = await model.bare.program("product in float64", ({ graph }) => {
      const left = graph.input("a", "float64", ["M", "K"]);
      graph.output("product", matmul(left, graph.input("b", "float64", ["K", "N"])));
    });
    const feeds = {
      a: float64([a.length / inner, inner], a),
      b: float64([inner, b.length / inner], b),
    };
    const { product: result } = await program.run(feeds, { signal: run.signal });
    return result.data as Float64Array;
  };
}

/** Rows of one length as a matrix [N, X]. */
export function stacked(rows: readonly ArrayLike<number>[]): Tensor<"float32"> {
  const width = rows[0].length;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, n) => data.set(row, n * width));
  return float32([rows.length, width], data);
}

/** Matrices of one width below each other. */
export function stackRows(matrices: readonly Tensor[]): Tensor<"float32"> {
  const width = matrices[0].shape[1];
  const rows = matrices.reduce((sum, { shape }) => sum + shape[0], 0);
  const data = new Float32Array(rows * width);
  let at = 0;
  for (const matrix of matrices) {
    data.set(floats(matrix), at);
    at += matrix.data.length;
  }
  return float32([rows, width], data);
}

/** A matrix [N, X] as [X, N]. */
export function transposedMatrix(matrix: Tensor): Tensor<"float32"> {
  const [rows, columns] = matrix.shape;
  return float32([columns, rows], transposedData(floats(matrix), rows, columns));
}

/** The rows of a matrix [N, X], in float64. */
export function rowsOf(matrix: Tensor): Float64Array[] {
  const [count, width] = matrix.shape;
  const data = floats(matrix);
  return Array.from({ length: count }, (_, n) =>
    Float64Array.from(data.subarray(n * width, (n + 1) * width)),
  );
}
