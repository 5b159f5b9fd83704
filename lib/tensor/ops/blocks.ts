/**
 * Weights of four or eight bits: whole numbers with a scale for every 32 of a row, and perhaps an offset. A value is scale ·
 * (number − half of the range) + offset. onnxruntime multiplies by such weights without a float32 copy of them; they have no
 * gradient, and pass one on to what they multiply.
 */
import { ShapeError } from "../../base";
import type { Value, ValueType } from "../graph";
import { defineOp } from "../op";
import { float32, floats, numbersOf, sizeOf, tensor, type Tensor } from "../tensor";
import { add } from "./arithmetic";
import { one, requireFloat } from "./build";
import { gather, gatherFromBlocks } from "./gather";
import { matmul } from "./matmul";
import { concat, reduceSum, reshape, transposed } from "./movement";

/** Numbers of a row that share a scale. */
export const BLOCK = 32;

const CONTRIB = "com.microsoft";

interface Sizes {
  readonly out: number;
  readonly blocks: number;
  readonly bits: number;
}

/** Sizes of numbers [out, blocks, bytes]; the bytes of a block tell its bits. */
function sizesOf({ dtype, shape }: ValueType, scales: ValueType): Sizes {
  const [out, blocks, bytes] = shape as readonly number[];
  const bits = (8 * bytes) / BLOCK;
  const fits = String(scales.shape.slice(0, 2)) === `${out},${blocks}`;
  if (dtype !== "uint8" || shape.length !== 3 || !(bits === 4 || bits === 8) || !fits) {
    throw new ShapeError(`blocks: ${dtype} [${shape}] with scales [${scales.shape}]`);
  }
  return { out, blocks, bits };
}

/** The weight [out, in] of numbers and scales, as the ops below define it. */
function dequantized(numbers: Tensor, scales: Tensor): Float32Array {
  const { out, blocks, bits } = sizesOf(numbers, scales);
  const values = new Float32Array(out * blocks * BLOCK);
  const [bytes, factors] = [numbers.data as Uint8Array, floats(scales)];
  for (let i = 0; i < values.length; i++) {
    const number = bits === 8 ? bytes[i] : (bytes[i >> 1] >> (4 * (i & 1))) & 15;
    values[i] = factors[Math.floor(i / BLOCK)] * (number - 2 ** (bits - 1));
  }
  return values;
}

/** x [..., in] times the transposed weight of numbers [out, blocks, bytes] and scales [out, blocks]: [..., out]. */
export const matmulBlocksOp = defineOp<Record<never, never>>({
  id: "matmul-blocks",
  name: "MatMulNBits",
  domain: CONTRIB,
  packs: [1, 2],
  infer([x, numbers, scales]) {
    requireFloat("matmul-blocks", x, scales);
    const { out, blocks } = sizesOf(numbers, scales);
    if (x.shape.at(-1) !== blocks * BLOCK)
      throw new ShapeError(`matmul-blocks: [${x.shape}] by [${numbers.shape}]`);
    return [{ dtype: "float32", shape: [...x.shape.slice(0, -1), out] }];
  },
  reference([x, numbers, scales]) {
    const { out, blocks } = sizesOf(numbers, scales);
    const [weight, into, source] = [dequantized(numbers, scales), blocks * BLOCK, floats(x)];
    const result = new Float32Array((source.length / into) * out);
    for (let i = 0; i < result.length; i++) {
      const [row, column] = [Math.floor(i / out) * into, (i % out) * into];
      let sum = 0;
      for (let k = 0; k < into; k++) sum += source[row + k] * weight[column + k];
      result[i] = sum;
    }
    return [float32([...x.shape.slice(0, -1), out], result)];
  },
  vjp({ inputs: [, numbers, scales], cotangents: [g] }) {
    return [matmul(g, unpacked(numbers, scales)), null, null];
  },
  emitFor([, numbers, scales]) {
    const { out, blocks, bits } = sizesOf(numbers, scales);
    return { attributes: { K: blocks * BLOCK, N: out, bits, block_size: BLOCK } };
  },
  examples: [
    {
      shapes: [
        [2, 3, 64],
        [5, 2, 16],
        [5, 2],
      ],
      attributes: {},
      inputs: { 1: exampleNumbers(5, 2, 16), 2: exampleScales(5, 2) },
      frozen: [2],
    },
    {
      shapes: [
        [2, 32],
        [3, 1, 32],
        [3, 1],
      ],
      attributes: {},
      inputs: { 1: exampleNumbers(3, 1, 32), 2: exampleScales(3, 1) },
      frozen: [2],
    },
  ],
});

/** Rows at ids [...] of the weight of numbers [V, blocks, bytes] and scales [V, blocks, 1]: [..., blocks, 32]. */
export const gatherBlocksOp = defineOp<Record<never, never>>({
  id: "gather-blocks",
  name: "GatherBlockQuantized",
  domain: CONTRIB,
  packs: [0, 2],
  infer([numbers, ids, scales]) {
    requireFloat("gather-blocks", scales);
    if (ids.dtype !== "int32") throw new ShapeError(`gather-blocks: ids of ${ids.dtype}`);
    return [{ dtype: "float32", shape: [...ids.shape, sizesOf(numbers, scales).blocks, BLOCK] }];
  },
  reference([numbers, ids, scales]) {
    const { blocks } = sizesOf(numbers, scales);
    const [weight, width] = [dequantized(numbers, scales), blocks * BLOCK];
    const rows = Array.from(numbersOf(ids), (id) => weight.subarray(id * width, (id + 1) * width));
    const result = new Float32Array(rows.length * width);
    rows.forEach((row, i) => result.set(row, i * width));
    return [float32([...ids.shape, blocks, BLOCK], result)];
  },
  vjp: "zero",
  emitFor([numbers, , scales]) {
    return {
      attributes: {
        bits: sizesOf(numbers, scales).bits,
        block_size: BLOCK,
        gather_axis: 0,
        quantize_axis: 2,
      },
    };
  },
  examples: [
    {
      shapes: [
        [4, 2, 16],
        [2, 2],
        [4, 2, 1],
      ],
      attributes: {},
      inputs: { 0: exampleNumbers(4, 2, 16), 1: tensor("int32", [2, 2], Int32Array.of(0, 3, 1, 1)) },
    },
    {
      shapes: [[3, 1, 32], [2], [3, 1, 1]],
      attributes: {},
      inputs: { 0: exampleNumbers(3, 1, 32), 1: tensor("int32", [2], Int32Array.of(2, 0)) },
    },
  ],
});

function exampleNumbers(...shape: readonly number[]): Tensor {
  return tensor(
    "uint8",
    shape,
    Uint8Array.from({ length: sizeOf(shape) }, (_, i) => (31 * i + 7) % 256),
  );
}

function exampleScales(...shape: readonly number[]): Tensor {
  return float32(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => (1 + i) / 64),
  );
}

/**
 * The weight [out, in] in float32: its blocks as the rows of a weight of their own, times the identity. Of the ways that
 * onnxruntime offers this is the fastest natively, and the numbers are the same to the bit.
 */
function unpacked(numbers: Value, scales: Value): Value {
  const { graph } = numbers;
  const { out, blocks } = sizesOf(numbers, scales);
  const identity = Float32Array.from({ length: BLOCK * BLOCK }, (_, i) => (i % (BLOCK + 1) === 0 ? 1 : 0));
  const columns = one(
    matmulBlocksOp,
    [
      graph.constant(float32([BLOCK, BLOCK], identity)),
      reshape(numbers, [out * blocks, 1, numbers.shape[2]]),
      reshape(scales, [out * blocks, 1]),
    ],
    {},
  ); // [32, out * blocks]
  return reshape(transposed(columns), [out, blocks * BLOCK]);
}

/** Some rows of a quantised weight as values of a graph. */
export interface QuantizedParts {
  readonly numbers: Value; // uint8 [out, blocks, bytes]
  readonly scales: Value; // [out, blocks]
  /** Added to every value of a block. */
  readonly offsets?: Value; // [out, blocks]
}

export interface QuantizedWeight {
  /** x [..., in] to [..., out]. */
  product(x: Value): Value;
  /** Rows at ids [...], [..., in]. */
  rowsAt(ids: Value): Value;
  /** The weight [out, in] in float32. */
  whole(): Value;
}

/** A weight that is given as parts of its rows, first to last: what is unpacked at once is one part. */
export function quantizedWeight(parts: readonly QuantizedParts[]): QuantizedWeight {
  return {
    product(x) {
      const [{ scales }] = parts;
      const shape = [...x.shape.slice(0, -1), scales.shape[1], BLOCK];
      // What an offset adds to a product: the sum of its block's inputs, times itself.
      const sums = parts[0].offsets && reshape(reduceSum(reshape(x, shape), [-1], true), shape.slice(0, -1));
      const products = parts.map(({ numbers, scales, offsets }) => {
        const product = one(matmulBlocksOp, [x, numbers, scales], {});
        return sums && offsets ? add(product, matmul(sums, transposed(offsets))) : product;
      });
      return products.length === 1 ? products[0] : concat(products, -1);
    },
    rowsAt(ids) {
      const rowsIn =
        ({ numbers, scales, offsets }: QuantizedParts) =>
        (ids: Value) => {
          const [out, blocks] = scales.shape as readonly number[];
          const rows = one(gatherBlocksOp, [numbers, ids, reshape(scales, [out, blocks, 1])], {}); // [..., blocks, 32]
          const added = offsets ? add(rows, reshape(gather(offsets, ids), [...ids.shape, blocks, 1])) : rows;
          return reshape(added, [...ids.shape, blocks * BLOCK]);
        };
      if (parts.length === 1) return rowsIn(parts[0])(ids);
      const blocks = parts.map((part) => ({ rows: part.scales.shape[0] as number, rowsAt: rowsIn(part) }));
      return gatherFromBlocks(blocks, ids);
    },
    whole() {
      const wholes = parts.map(({ numbers, scales, offsets }) => {
        const weight = unpacked(numbers, scales);
        if (!offsets) return weight;
        const [out, blocks] = scales.shape as readonly number[];
        const added = add(reshape(weight, [out, blocks, BLOCK]), reshape(offsets, [out, blocks, 1]));
        return reshape(added, [out, blocks * BLOCK]);
      });
      return wholes.length === 1 ? wholes[0] : concat(wholes, 0);
    },
  };
}
