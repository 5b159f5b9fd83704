/**
 * The solves of editing, on symmetric positive definite systems as wide as the MLPs of models of billions of weights: how
 * long they take, what they hold, and how long they keep others waiting, with the runtime's products and without.
 * `npm run bench -- solves 8192` adds the largest.
 */
import path from "node:path";
import * as native from "onnxruntime-node";
import { createRun, seededRandom } from "../../lib/base";
import { doubleProduct } from "../../lib/edit";
import { loadModel } from "../../lib/model";
import { createOrtRuntime, type Runtime } from "../../lib/runtime";
import { folderFiles } from "../../lib/server/files/folder-files";
import { cholesky, hostProduct, norm, solveRows, symmetricEigen, type MatrixProduct } from "../../lib/tensor";
import { formatMs, peakMemoryMb, printRow, resetPeakMemory } from "./measure";

const FOLDER = path.join(import.meta.dirname, "../../public/models/atlas");
const SIZES = [1024, 2048, 4096];
/** Takes up to two minutes on a busy machine, so it is measured when it is asked for. */
const LARGEST = 8192;
export const SOLVE_PARTS: readonly string[] = [String(LARGEST)];
/** Other products than the native one take minutes above this. */
const LARGEST_ELSEWHERE = 2048;
const EIGEN_SIZE = 1024;
const RIGHT_SIDES = 64;
/** Correlation of neighbours: the system's condition number is about 4 · 10⁴. */
const CORRELATION = 0.99;
const TICK_MS = 5;

interface Cost {
  readonly wallMs: number;
  readonly processorMs: number;
  /** How much later than asked a timer came, at worst. */
  readonly longestWaitMs: number;
}

export async function benchSolves(only: readonly string[]): Promise<void> {
  const sizes = only.includes(String(LARGEST)) ? [...SIZES, LARGEST] : SIZES;
  const web = await import("onnxruntime-web");
  web.env.logLevel = "error";
  const products: readonly [string, MatrixProduct][] = [
    ["native", await productOf(createOrtRuntime(native, { kind: "native" }))],
    ["WASM", await productOf(createOrtRuntime(web, { kind: "wasm" }))],
    ["JavaScript", hostProduct],
  ];
  for (const [name, multiply] of products) {
    process.stdout.write(`\nsolves, ${name} products\n`);
    printRow(["factor", "wall", "CPU", "longest wait", "peak MB", `${RIGHT_SIDES} sides`, "‖Ax−b‖/‖b‖"]);
    for (const size of sizes) {
      if (name === "native" || size <= LARGEST_ELSEWHERE) printRow(await benchSystem(size, multiply));
    }
    printRow(await benchEigen(EIGEN_SIZE, multiply));
  }
}

async function productOf(runtime: Runtime): Promise<MatrixProduct> {
  const multiply = doubleProduct(createRun(), await loadModel("atlas", folderFiles(FOLDER), runtime));
  await multiply(Float64Array.of(1), Float64Array.of(1), 1); // the program is built at its first use
  return multiply;
}

/** aᵢⱼ = ρ^|i − j|: definite at every size, and A x is known without a second copy of A. */
async function benchSystem(size: number, multiply: MatrixProduct): Promise<string[]> {
  const matrix = new Float64Array(size * size);
  const powers = Float64Array.from({ length: size }, (_, k) => CORRELATION ** k);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = powers[i - j];
  }
  const random = seededRandom("solves");
  const sides = Array.from({ length: RIGHT_SIDES }, () =>
    Float64Array.from({ length: size }, () => random.normal()),
  );
  resetPeakMemory();
  const [factor, factoring] = await measured(() => cholesky(matrix, size, { multiply }));
  const [solved, solving] = await measured(() => solveRows(factor, sides, { multiply }));
  const residual = sides[0].map((b, i) =>
    solved[0].reduce((rest, x, j) => rest - powers[Math.abs(i - j)] * x, b),
  );
  const error = norm(residual) / norm(sides[0]);
  return [...cells(String(size), factoring), formatMs(solving.wallMs), error.toExponential(0)];
}

async function benchEigen(size: number, multiply: MatrixProduct): Promise<string[]> {
  const random = seededRandom("eigenvectors");
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = random.normal();
  }
  resetPeakMemory();
  const [, cost] = await measured(() => symmetricEigen(matrix, size, { multiply }));
  return cells(`${size}, λ`, cost);
}

function cells(what: string, { wallMs, processorMs, longestWaitMs }: Cost): string[] {
  const peak = peakMemoryMb();
  const memory = peak === null ? "" : String(Math.round(peak));
  return [what, formatMs(wallMs), formatMs(processorMs), formatMs(longestWaitMs), memory];
}

async function measured<T>(work: () => Promise<T>): Promise<[T, Cost]> {
  let longestWaitMs = 0;
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    longestWaitMs = Math.max(longestWaitMs, now - last - TICK_MS);
    last = now;
  };
  const timer = setInterval(look, TICK_MS);
  const before = process.cpuUsage();
  const from = performance.now();
  const result = await work();
  const wallMs = performance.now() - from;
  const { user, system } = process.cpuUsage(before);
  look();
  clearInterval(timer);
  return [result, { wallMs, processorMs: (user + system) / 1000, longestWaitMs }];
}
