import { expect, test } from "vitest";
import { seededRandom } from "../../base";
import { expectClose } from "../../testing/expect-close";
import { createGraph } from "../graph";
import { interpret } from "../interpret";
import { matmul } from "../ops/matmul";
import { createPause } from "../pause";
import { addProduct, hostProduct, transposedView, viewOf } from "./product";
import { float32, float64 } from "../tensor";

const EXACT = { relative: 1e-10, absolute: 1e-10 };

const random = seededRandom("products");
const filled = (length: number) => Float64Array.from({ length }, () => random.normal());

function plain(a: Float64Array, b: Float64Array, inner: number): Float64Array {
  const [rows, columns] = [a.length / inner, b.length / inner];
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++)
      for (let j = 0; j < columns; j++) result[i * columns + j] += a[i * inner + k] * b[k * columns + j];
  return result;
}

test.each([
  [1, 1, 1],
  [3, 5, 7],
  [4, 1, 2],
  [1, 40, 3],
])("the host's product of [%i, %i] by […, %i]", async (rows, inner, columns) => {
  const [a, b] = [filled(rows * inner), filled(inner * columns)];
  expectClose(await hostProduct(a, b, inner), plain(a, b, inner), EXACT);
});

test.each([
  ["as they stand", false, false],
  ["the left one transposed", true, false],
  ["the right one transposed", false, true],
])(
  "a product of parts of larger matrices is added to a part of another, in pieces: %s",
  async (_, left, right) => {
    const [rows, inner, columns] = [260, 520, 259];
    const [a, b] = [filled(rows * inner), filled(inner * columns)];
    // Each stands in a matrix with three columns more, one row down and two columns in.
    const placed = (matrix: Float64Array, width: number, isTransposed: boolean) => {
      const height = matrix.length / width;
      const [across, down] = isTransposed ? [height, width] : [width, height];
      const stride = across + 3;
      const data = new Float64Array((down + 1) * stride).fill(NaN);
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < width; j++) {
          const [row, column] = isTransposed ? [j, i] : [i, j];
          data[(row + 1) * stride + column + 2] = matrix[i * width + j];
        }
      }
      const view = viewOf(data, stride, stride + 2);
      return isTransposed ? transposedView(view) : view;
    };
    const stride = columns + 5;
    const before = filled((rows + 1) * stride);
    const result = before.slice();
    await addProduct(
      {
        into: viewOf(result, stride, 3),
        rows,
        columns,
        inner,
        scale: -2,
        a: placed(a, inner, left),
        b: placed(b, columns, right),
      },
      hostProduct,
      createPause(),
    );
    const product = plain(a, b, inner);
    const wanted = before.slice();
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) wanted[i * stride + 3 + j] -= 2 * product[i * columns + j];
    expectClose(result, wanted, EXACT);
  },
);

test("a sum of nothing changes nothing", async () => {
  const result = Float64Array.of(1, 2);
  const view = viewOf(new Float64Array(0), 0);
  await addProduct(
    { into: viewOf(result, 2), rows: 1, columns: 2, inner: 0, scale: 1, a: view, b: view },
    hostProduct,
    createPause(),
  );
  expect([...result]).toEqual([1, 2]);
});

test("a graph multiplies in float64 when both sides are, and refuses one of each", () => {
  const graph = createGraph();
  const a = graph.input("a", "float64", ["M", 2]);
  graph.output("product", matmul(a, graph.input("b", "float64", [2, 1])));
  const feeds = { a: float64([1, 2], Float64Array.of(1, 1e-12)), b: float64([2, 1], Float64Array.of(1, 1)) };
  expect(interpret(graph.program(), feeds).product).toEqual(float64([1, 1], Float64Array.of(1 + 1e-12)));
  expect(() => matmul(a, graph.constant(float32([2, 1], [1, 1])))).toThrow(/expected float32, found float64/);
});
