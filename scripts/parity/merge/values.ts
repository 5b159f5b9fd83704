/** Values of the merging fixtures: digests, tensors of any stored type, and masks that were drawn elsewhere. */
import { z } from "zod";
import type { Random } from "../../../lib/base";
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  NUMBER_TYPES,
  parseSafetensorsHeader,
} from "../../../lib/tensor";

export const Digest = z.object({
  shape: z.array(z.int()),
  sum: z.number(),
  abs: z.number(),
  l2: z.number(),
  probe: z.number(),
  changed: z.number().optional(),
});
export type Digest = z.infer<typeof Digest>;

/** The weight of a place in the probe. */
const probeAt = (i: number) => (Math.imul(i, 2654435761) >>> 0) / 2 ** 31 - 1;

/** In float64 over the stored values. */
export function digestOf(values: Float32Array): Omit<Digest, "shape" | "changed"> {
  let [sum, abs, squares, probe] = [0, 0, 0, 0];
  values.forEach((value, i) => {
    sum += value;
    abs += Math.abs(value);
    squares += value * value;
    probe += value * probeAt(i);
  });
  return { sum, abs, l2: Math.sqrt(squares), probe };
}

type FileType = "F32" | "F16" | "BF16";

export function decoded(bytes: Uint8Array, dtype: string): Float32Array {
  const copy = Uint8Array.from(bytes); // a Buffer of Node would share its memory
  if (dtype === "F32") return new Float32Array(copy.buffer);
  const halves = new Uint16Array(copy.buffer);
  return (dtype === "BF16" ? bfloat16ToFloat32 : float16ToFloat32)(halves);
}

/** The numbers as a file of this type holds them. */
export function asStored(values: Float32Array, type: keyof typeof NUMBER_TYPES): Float32Array {
  const { encode, file } = NUMBER_TYPES[type];
  return decoded(encode(values), file satisfies FileType);
}

/** A safetensors file with tensors of types that Palimpsest does not read elsewhere. */
export function openExpected(bytes: Uint8Array) {
  const { entries } = parseSafetensorsHeader(bytes, bytes.byteLength);
  return {
    tensor(name: string) {
      const entry = entries.get(name);
      return (
        entry && { shape: entry.shape, values: decoded(bytes.subarray(entry.start, entry.end), entry.dtype) }
      );
    },
    bytes(name: string): Uint8Array {
      const entry = entries.get(name);
      return entry ? bytes.subarray(entry.start, entry.end) : new Uint8Array();
    },
  };
}

/** A mask as the stream of numbers that keeps and drops what it kept and dropped. */
export function maskStream(bits: Uint8Array, start: number): Random {
  let at = start;
  return {
    uniform() {
      const bit = (bits[at >> 3] >> (7 - (at & 7))) & 1;
      at++;
      return bit === 1 ? 0 : 1;
    },
    normal: () => 0,
    integer: () => 0,
    fork() {
      return this;
    },
  };
}
