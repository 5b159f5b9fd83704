/**
 * The final norm as a linear map, for what is read at a fixed scale: y = gain ∘ (x − mean) / scale + bias, where the mean is
 * taken away only by norms that centre.
 *
 * Families write their norms in several ways, so the parts are read from the norm itself: of a zero vector it leaves the bias,
 * of a constant one nothing if it centres, of a large alternating one the gain, of a small one less by its ε.
 */
import type { Run } from "../../base";
import type { Model, ProgramContext } from "../../model";
import { float32, floats, type Value } from "../../tensor";

export interface FinalNorm {
  readonly gain: Float32Array; // [D]
  readonly bias: Float32Array; // [D]
  readonly isCentred: boolean;
  /** gain ∘ (x − mean), [D]. */
  gained(x: Float32Array): Float32Array;
  /** The norm of a vector [D] divides by this. */
  scaleOf(x: Float32Array): number;
  /** States [S, T, D] without the bias, each at the scale that the last state has at its token. */
  scaledByLast(vectors: Float32Array, states: number): Float32Array;
}

/** Far above the ε of any norm, and as small as one. */
const LARGE = 1000;
const SMALL = 3e-3;

/** Hidden states [B, T, D] of a stream that stands in for the last one. */
export function throughNorm({ graph, forward }: ProgramContext, layers: number, streams: Value): Value {
  return forward({
    ids: graph.input("ids", "int32", ["B", "T"]), // never read: the tap stands above all that reads them
    positions: graph.input("positions", "int32", ["B", "T"]),
    mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
    tap: (site, value) => (site === `blocks.${layers - 1}.resid_post` ? streams : value),
  });
}

export async function finalNorm(run: Run, model: Model): Promise<FinalNorm> {
  const { layers, width } = model.facts.dimensions;
  const program = await model.program("final norm", (context) => {
    const streams = context.graph.input("streams", "float32", ["B", "T", width]);
    context.graph.output("hidden", throughNorm(context, layers, streams));
  });
  const alternating = (size: number) => Array.from({ length: width }, (_, i) => (i % 2 === 0 ? size : -size));
  const probes = [
    new Float32Array(width),
    new Float32Array(width).fill(LARGE),
    alternating(LARGE),
    alternating(SMALL),
  ];
  const streams = float32(
    [1, probes.length, width],
    Float32Array.from(probes.flatMap((probe) => [...probe])),
  );
  const { hidden } = await program.run({ streams }, { signal: run.signal });
  const read = (probe: number) => floats(hidden).slice(probe * width, (probe + 1) * width);
  const bias = read(0);
  const withoutBias = (probe: number) => read(probe).map((value, i) => value - bias[i]);
  const constant = withoutBias(1);
  const gain = withoutBias(2).map((value, i) => (i % 2 === 0 ? value : -value));
  // A centring norm leaves of a constant vector what rounding leaves.
  const isCentred = lengthOf(constant) < 1e-2 * lengthOf(gain);
  const share = lengthOf(withoutBias(3)) / lengthOf(gain); // SMALL / √(SMALL² + ε)
  const epsilon = Math.max(0, SMALL ** 2 * (1 / share ** 2 - 1));
  const meanOf = (x: Float32Array) => (isCentred ? x.reduce((sum, value) => sum + value, 0) / x.length : 0);
  const gained = (x: Float32Array) => {
    const mean = meanOf(x);
    return x.map((value, i) => gain[i] * (value - mean));
  };
  const scaleOf = (x: Float32Array) => {
    const mean = meanOf(x);
    return Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length + epsilon);
  };
  return {
    gain,
    bias,
    isCentred,
    gained,
    scaleOf,
    scaledByLast(vectors, states) {
      const tokens = vectors.length / (states * width);
      const scales = Array.from({ length: tokens }, (_, t) =>
        scaleOf(
          vectors.subarray(((states - 1) * tokens + t) * width, ((states - 1) * tokens + t + 1) * width),
        ),
      );
      const scaled = new Float32Array(vectors.length);
      for (let i = 0; i < states * tokens; i++) {
        const x = gained(vectors.subarray(i * width, (i + 1) * width));
        const scale = scales[i % tokens];
        for (let d = 0; d < width; d++) scaled[i * width + d] = x[d] / scale;
      }
      return scaled;
    },
  };
}

function lengthOf(x: Float32Array): number {
  return Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
}
