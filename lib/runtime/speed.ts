/** How fast a runtime multiplies here, for estimates of time. */
import { createGraph, float32, matmul } from "../tensor";
import type { Runtime } from "./runtime";

/** Rows of activations times a weight, as a layer of a small model has them. */
const [ROWS, WIDTH] = [64, 1024];
/** The first run prepares; of the others the fastest counts, since something else may have the processor. */
const RUNS = 5;

/** Floating-point operations a second of a product [64, 1024] × [1024, 1024], each multiplication and each addition one. */
export async function measureSpeed(
  runtime: Runtime,
  now: () => number = () => performance.now(),
): Promise<number> {
  const graph = createGraph();
  const weight = graph.input("weight", "float32", [WIDTH, WIDTH]);
  graph.output("product", matmul(graph.input("x", "float32", [ROWS, WIDTH]), weight));
  const executable = await runtime.compile(graph.program(), {
    read: () => Promise.reject(new Error("no weights")),
  });
  const feeds = {
    x: float32([ROWS, WIDTH], new Float32Array(ROWS * WIDTH).fill(0.5)),
    weight: float32([WIDTH, WIDTH], new Float32Array(WIDTH * WIDTH).fill(0.5)),
  };
  let shortestMs = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const started = now();
    await executable.run(feeds);
    if (i > 0) shortestMs = Math.min(shortestMs, now() - started);
  }
  await executable.dispose();
  return (2 * ROWS * WIDTH * WIDTH) / (shortestMs / 1000);
}
