/**
 * The storage types of GGUF tensors: how many bytes a block has, and which numbers they are. The layouts are those of ggml
 * (ggml-common.h and ggml-quants.c of llama.cpp). A value is the same float32 to the bit as ggml's own, because every product
 * and every difference is rounded to float32 in the same order.
 *
 * Types with code books (IQ1, IQ2, IQ3) are not read. A type is one entry of the table below.
 */
import { bfloat16ToFloat32, float16Value, float32ToBfloat16, float32ToFloat16 } from "../../../../tensor";

export interface BlockType {
  /** The number in a file's tensor list. */
  readonly id: number;
  readonly name: string;
  /** Numbers in a block. A row is a whole number of blocks. */
  readonly size: number;
  readonly sizeBytes: number;
  /** Writes the numbers of the block at byte `at` into `into`, from index `to` on. */
  decode(block: BlockReader, at: number, into: Float32Array, to: number): void;
  /** The blocks of numbers whose count is a multiple of `size`; absent for types that are only read. */
  encode?(values: Float32Array): Uint8Array;
}

/** The bytes of a file, read as the numbers of blocks. */
interface BlockReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** The half float at a byte. */
  half(at: number): number;
}

/** The numbers in `bytes`, which hold whole blocks. */
export function decodeBlocks(type: BlockType, bytes: Uint8Array, into?: Float32Array): Float32Array {
  const blocks = bytes.byteLength / type.sizeBytes;
  const values = into ?? new Float32Array(blocks * type.size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader = { bytes, view, half: (at: number) => float16Value(view.getUint16(at, true)) };
  for (let i = 0; i < blocks; i++) type.decode(reader, i * type.sizeBytes, values, i * type.size);
  return values;
}

const round = Math.fround;
const bytesOf = ({ buffer }: Float32Array | Uint16Array) => new Uint8Array(buffer as ArrayBuffer);
const low = (byte: number) => byte & 15;
const high = (byte: number) => byte >> 4;

/** Four-bit numbers of 32-blocks: the low halves are the first 16 numbers, the high halves the last 16. */
function nibbles(bytes: Uint8Array, at: number, write: (index: number, q: number) => void): void {
  for (let j = 0; j < 16; j++) {
    write(j, low(bytes[at + j]));
    write(j + 16, high(bytes[at + j]));
  }
}

/** Values of the four bits of IQ4_NL and IQ4_XS. */
const NONLINEAR = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];
/** Twice the values of MXFP4's four bits (E2M1). */
const E2M1 = [0, 1, 2, 3, 4, 6, 8, 12, -0, -1, -2, -3, -4, -6, -8, -12];

/** Scale and minimum of the i-th 32 numbers of Q4_K and Q5_K, from twelve bytes of 6-bit numbers. */
function scaleAndMinimum(bytes: Uint8Array, s: number, i: number): [scale: number, minimum: number] {
  if (i < 4) return [bytes[s + i] & 63, bytes[s + i + 4] & 63];
  const mixed = bytes[s + i + 4];
  return [low(mixed) + 16 * (bytes[s + i - 4] >> 6), high(mixed) + 16 * (bytes[s + i] >> 6)];
}

/** Blocks of 256 numbers with a scale d and a minimum m for every 32: Q4_K and Q5_K. */
function withMinimum(
  sizes: { readonly id: number; readonly name: string; readonly sizeBytes: number; readonly low: number },
  fifthBit: (bytes: Uint8Array, at: number, i: number, l: number) => number,
): BlockType {
  return {
    ...sizes,
    size: 256,
    decode({ bytes, half }, at, into, to) {
      const [d, m] = [half(at), half(at + 2)];
      for (let i = 0; i < 8; i++) {
        const [scale, minimum] = scaleAndMinimum(bytes, at + 4, i);
        const [ds, mm] = [round(d * scale), round(m * minimum)];
        for (let l = 0; l < 32; l++) {
          const byte = bytes[at + sizes.low + 32 * (i >> 1) + l];
          const q = (i & 1 ? high(byte) : low(byte)) + fifthBit(bytes, at, i, l);
          into[to + 32 * i + l] = round(ds * q) - mm;
        }
      }
    },
  };
}

const F32: BlockType = {
  id: 0,
  name: "F32",
  size: 1,
  sizeBytes: 4,
  decode({ view }, at, into, to) {
    into[to] = view.getFloat32(at, true);
  },
  encode: (values) => bytesOf(values.slice()),
};

const F16: BlockType = {
  id: 1,
  name: "F16",
  size: 1,
  sizeBytes: 2,
  decode({ half }, at, into, to) {
    into[to] = half(at);
  },
  encode: (values) => bytesOf(float32ToFloat16(values)),
};

const BF16: BlockType = {
  id: 30,
  name: "BF16",
  size: 1,
  sizeBytes: 2,
  decode({ view }, at, into, to) {
    into[to] = bfloat16ToFloat32(Uint16Array.of(view.getUint16(at, true)))[0];
  },
  encode: (values) => bytesOf(float32ToBfloat16(values)),
};

/** Blocks of 32 four-bit numbers: `start` writes what comes before them and says where they go and which they are. */
function encoded(
  values: Float32Array,
  sizeBytes: number,
  start: (block: Float32Array, view: DataView, at: number) => { at: number; numberOf(value: number): number },
): Uint8Array {
  const bytes = new Uint8Array((values.length / 32) * sizeBytes);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length / 32; i++) {
    const block = values.subarray(32 * i, 32 * (i + 1));
    const { at, numberOf } = start(block, view, i * sizeBytes);
    for (let j = 0; j < 16; j++) bytes[at + j] = numberOf(block[j]) | (numberOf(block[j + 16]) << 4);
  }
  return bytes;
}

function setHalf(view: DataView, at: number, value: number): void {
  view.setUint16(at, float32ToFloat16(Float32Array.of(value))[0], true);
}

const Q4_0: BlockType = {
  id: 2,
  name: "Q4_0",
  size: 32,
  sizeBytes: 18,
  decode({ bytes, half }, at, into, to) {
    const d = half(at);
    nibbles(bytes, at + 2, (e, q) => (into[to + e] = d * (q - 8)));
  },
  /** quantize_row_q4_0_ref: the number of largest magnitude is the lowest of the range. */
  encode(values) {
    return encoded(values, 18, (block, view, at) => {
      let extreme = 0;
      for (const value of block) if (Math.abs(value) > Math.abs(extreme)) extreme = value;
      const d = round(extreme / -8);
      const inverse = d === 0 ? 0 : round(1 / d);
      setHalf(view, at, d);
      return {
        at: at + 2,
        numberOf: (value) => Math.min(15, Math.trunc(round(round(value * inverse) + 8.5))),
      };
    });
  },
};

const Q4_1: BlockType = {
  id: 3,
  name: "Q4_1",
  size: 32,
  sizeBytes: 20,
  decode({ bytes, half }, at, into, to) {
    const [d, m] = [half(at), half(at + 2)];
    nibbles(bytes, at + 4, (e, q) => (into[to + e] = round(d * q) + m));
  },
  /** quantize_row_q4_1_ref */
  encode(values) {
    return encoded(values, 20, (block, view, at) => {
      let [least, most] = [Infinity, -Infinity];
      for (const value of block) [least, most] = [Math.min(least, value), Math.max(most, value)];
      const d = round(round(most - least) / 15);
      const inverse = d === 0 ? 0 : round(1 / d);
      setHalf(view, at, d);
      setHalf(view, at + 2, least);
      return {
        at: at + 4,
        numberOf: (value) => Math.min(15, Math.trunc(round(round(round(value - least) * inverse) + 0.5))),
      };
    });
  },
};

const Q5_0: BlockType = {
  id: 6,
  name: "Q5_0",
  size: 32,
  sizeBytes: 22,
  decode({ bytes, view, half }, at, into, to) {
    const [d, fifth] = [half(at), view.getUint32(at + 2, true)];
    nibbles(bytes, at + 6, (e, q) => (into[to + e] = d * (q + 16 * ((fifth >>> e) & 1) - 16)));
  },
};

const Q5_1: BlockType = {
  id: 7,
  name: "Q5_1",
  size: 32,
  sizeBytes: 24,
  decode({ bytes, view, half }, at, into, to) {
    const [d, m, fifth] = [half(at), half(at + 2), view.getUint32(at + 4, true)];
    nibbles(bytes, at + 8, (e, q) => (into[to + e] = round(d * (q + 16 * ((fifth >>> e) & 1))) + m));
  },
};

const Q8_0: BlockType = {
  id: 8,
  name: "Q8_0",
  size: 32,
  sizeBytes: 34,
  decode({ view, half }, at, into, to) {
    const d = half(at);
    for (let e = 0; e < 32; e++) into[to + e] = d * view.getInt8(at + 2 + e);
  },
  /** The scale is stored rounded to a half, but numbers are divided by the unrounded one (quantize_row_q8_0_ref). */
  encode(values) {
    const bytes = new Uint8Array((values.length / 32) * 34);
    const view = new DataView(bytes.buffer);
    for (let at = 0, from = 0; from < values.length; at += 34, from += 32) {
      let largest = 0;
      for (let e = 0; e < 32; e++) largest = Math.max(largest, Math.abs(values[from + e]));
      const d = round(largest / 127);
      const inverse = d === 0 ? 0 : round(1 / d);
      setHalf(view, at, d);
      for (let e = 0; e < 32; e++) view.setInt8(at + 2 + e, roundAway(round(values[from + e] * inverse)));
    }
    return bytes;
  },
};

/** To the nearest whole number, halves away from zero. */
const roundAway = (value: number) => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);

const Q2_K: BlockType = {
  id: 10,
  name: "Q2_K",
  size: 256,
  sizeBytes: 84,
  decode({ bytes, half }, at, into, to) {
    const [d, m] = [half(at + 80), half(at + 82)];
    for (let e = 0; e < 256; e++) {
      const q = (bytes[at + 16 + 32 * (e >> 7) + (e & 31)] >> (2 * ((e >> 5) & 3))) & 3;
      const scale = bytes[at + (e >> 4)];
      into[to + e] = round(round(d * low(scale)) * q) - round(m * high(scale));
    }
  },
};

const Q3_K: BlockType = {
  id: 11,
  name: "Q3_K",
  size: 256,
  sizeBytes: 110,
  decode({ bytes, half }, at, into, to) {
    const d = half(at + 108);
    const scales = at + 96;
    for (let i = 0; i < 16; i++) {
      const four = i < 8 ? low(bytes[scales + i]) : high(bytes[scales + i - 8]);
      const two = (bytes[scales + 8 + (i & 3)] >> (2 * (i >> 2))) & 3;
      const scale = round(d * (four + 16 * two - 32));
      for (let e = 16 * i; e < 16 * i + 16; e++) {
        const [h, k, l] = [e >> 7, (e >> 5) & 3, e & 31];
        const two = (bytes[at + 32 + 32 * h + l] >> (2 * k)) & 3;
        const hasThird = (bytes[at + l] >> (4 * h + k)) & 1;
        into[to + e] = scale * (hasThird ? two : two - 4);
      }
    }
  },
};

const Q4_K = withMinimum({ id: 12, name: "Q4_K", sizeBytes: 144, low: 16 }, () => 0);

const Q5_K = withMinimum(
  { id: 13, name: "Q5_K", sizeBytes: 176, low: 48 },
  (bytes, at, i, l) => 16 * ((bytes[at + 16 + l] >> i) & 1),
);

const Q6_K: BlockType = {
  id: 14,
  name: "Q6_K",
  size: 256,
  sizeBytes: 210,
  decode({ bytes, view, half }, at, into, to) {
    const d = half(at + 208);
    for (let e = 0; e < 256; e++) {
      const [h, k, l] = [e >> 7, (e >> 5) & 3, e & 31];
      const four = (bytes[at + 64 * h + 32 * (k & 1) + l] >> (4 * (k >> 1))) & 15;
      const two = (bytes[at + 128 + 32 * h + l] >> (2 * k)) & 3;
      into[to + e] = round(d * view.getInt8(at + 192 + (e >> 4))) * (four + 16 * two - 32);
    }
  },
};

const IQ4_NL: BlockType = {
  id: 20,
  name: "IQ4_NL",
  size: 32,
  sizeBytes: 18,
  decode({ bytes, half }, at, into, to) {
    const d = half(at);
    nibbles(bytes, at + 2, (e, q) => (into[to + e] = d * NONLINEAR[q]));
  },
};

const IQ4_XS: BlockType = {
  id: 23,
  name: "IQ4_XS",
  size: 256,
  sizeBytes: 136,
  decode({ bytes, view, half }, at, into, to) {
    const [d, two] = [half(at), view.getUint16(at + 2, true)];
    for (let i = 0; i < 8; i++) {
      const four = (bytes[at + 4 + (i >> 1)] >> (4 * (i & 1))) & 15;
      const scale = round(d * (four + 16 * ((two >> (2 * i)) & 3) - 32));
      nibbles(bytes, at + 8 + 16 * i, (e, q) => (into[to + 32 * i + e] = scale * NONLINEAR[q]));
    }
  },
};

const MXFP4: BlockType = {
  id: 39,
  name: "MXFP4",
  size: 32,
  sizeBytes: 17,
  decode({ bytes }, at, into, to) {
    const scale = 2 ** (bytes[at] - 128);
    nibbles(bytes, at + 1, (e, q) => (into[to + e] = scale * E2M1[q]));
  },
};

/** All types that are read, by their number. */
export const BLOCK_TYPES: ReadonlyMap<number, BlockType> = new Map(
  [F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL, IQ4_XS, BF16, MXFP4].map(
    (type) => [type.id, type] as const,
  ),
);

/** Names of the types of ggml by number, for messages about those that are not read. */
export const TYPE_NAMES: Readonly<Record<number, string>> = {
  9: "Q8_1",
  15: "Q8_K",
  16: "IQ2_XXS",
  17: "IQ2_XS",
  18: "IQ3_XXS",
  19: "IQ1_S",
  21: "IQ3_S",
  22: "IQ2_S",
  24: "I8",
  25: "I16",
  26: "I32",
  27: "I64",
  28: "F64",
  29: "IQ1_M",
  34: "TQ1_0",
  35: "TQ2_0",
  40: "NVFP4",
  41: "Q1_0",
  42: "Q2_0",
};
