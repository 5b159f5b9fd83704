/**
 * Concrete arrays in host memory: row-major, contiguous, never resized. Treat `data` as read-only once shared.
 *
 * int64 appears only where ONNX demands it (shapes, axes); ids, positions and masks are int32, which every GPU has.
 * float64 is for the matrix products of solves, where a backend has it. uint8 holds the numbers of quantised weights.
 */
import { ShapeError } from "../base";

export type DType = "float32" | "float64" | "float16" | "int64" | "int32" | "uint8" | "bool";

type DataOf = {
  float32: Float32Array;
  float64: Float64Array;
  float16: Uint16Array;
  int64: BigInt64Array;
  int32: Int32Array;
  uint8: Uint8Array;
  bool: Uint8Array;
};

export interface Tensor<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: DataOf[D];
}

/** Named tensors that belong together. Stored as safetensors bytes under the hash of those bytes. */
export type TensorBundle = Readonly<Record<string, Tensor>>;

const CONSTRUCTORS = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

/** Bytes of one value. */
export const bytesPer = (dtype: DType): number => CONSTRUCTORS[dtype].BYTES_PER_ELEMENT;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function tensor<D extends DType>(dtype: D, shape: readonly number[], data: DataOf[D]): Tensor<D> {
  if (data.length !== sizeOf(shape)) {
    throw new ShapeError(
      `a ${dtype} tensor of shape [${shape}] needs ${sizeOf(shape)} values, found ${data.length}`,
    );
  }
  return { dtype, shape, data };
}

export function float32(shape: readonly number[], values: ArrayLike<number>): Tensor<"float32"> {
  return tensor("float32", shape, values instanceof Float32Array ? values : Float32Array.from(values));
}

export function float64(shape: readonly number[], values: ArrayLike<number>): Tensor<"float64"> {
  return tensor("float64", shape, values instanceof Float64Array ? values : Float64Array.from(values));
}

export function int32(shape: readonly number[], values: ArrayLike<number>): Tensor<"int32"> {
  return tensor("int32", shape, values instanceof Int32Array ? values : Int32Array.from(values));
}

export function int64(shape: readonly number[], values: readonly number[]): Tensor<"int64"> {
  return tensor("int64", shape, BigInt64Array.from(values, BigInt));
}

export function scalar(value: number): Tensor<"float32"> {
  return float32([], [value]);
}

export function zeros<D extends DType>(dtype: D, shape: readonly number[]): Tensor<D> {
  return tensor(dtype, shape, new CONSTRUCTORS[dtype](sizeOf(shape)) as DataOf[D]);
}

/** The same bytes under another dtype's array; used when reading files. */
export function fromBytes<D extends DType>(dtype: D, shape: readonly number[], bytes: Uint8Array): Tensor<D> {
  const Constructor = CONSTRUCTORS[dtype];
  const aligned = bytes.byteOffset % Constructor.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  const length = bytes.byteLength / Constructor.BYTES_PER_ELEMENT;
  return tensor(
    dtype,
    shape,
    new Constructor(aligned.buffer as ArrayBuffer, aligned.byteOffset, length) as DataOf[D],
  );
}

export function bytesOf(value: Tensor): Uint8Array {
  return new Uint8Array(value.data.buffer, value.data.byteOffset, value.data.byteLength);
}

/** Numbers of a tensor whatever its dtype; float16 is decoded. */
export function numbersOf(value: Tensor): ArrayLike<number> {
  if (value.dtype === "float16") return float16ToFloat32(value.data as Uint16Array);
  if (value.dtype === "int64") return Array.from(value.data as BigInt64Array, Number);
  return value.data as Float32Array | Float64Array | Int32Array | Uint8Array;
}

export function isTensorOf<D extends DType>(value: Tensor, dtype: D): value is Tensor<D> {
  return value.dtype === dtype;
}

/** The data of a float32 tensor; throws for other types. */
export function floats(value: Tensor): Float32Array {
  if (value.dtype !== "float32") throw new ShapeError(`expected a float32 tensor, found ${value.dtype}`);
  return value.data as Float32Array;
}

/** IEEE half to single precision. */
export function float16ToFloat32(
  bits: Uint16Array,
  result: Float32Array = new Float32Array(bits.length),
): Float32Array {
  for (let i = 0; i < bits.length; i++) result[i] = HALF_VALUES[bits[i]];
  return result;
}

/** The value of one half by its bits. */
export const float16Value = (bits: number): number => HALF_VALUES[bits];

/** bfloat16 is the upper half of a float32. */
export function bfloat16ToFloat32(
  bits: Uint16Array,
  result: Float32Array = new Float32Array(bits.length),
): Float32Array {
  const words = wordsOf(result);
  for (let i = 0; i < bits.length; i++) words[i] = bits[i] << 16;
  return result;
}

/** Single to IEEE half precision, to the nearest and ties to even. Numbers from 65,520 on become infinite. */
export function float32ToFloat16(values: Float32Array): Uint16Array {
  const words = wordsOf(values);
  const result = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const sign = (words[i] >>> 16) & 0x8000;
    const magnitude = words[i] & 0x7fff_ffff;
    let half: number;
    if (magnitude > 0x7f80_0000) half = 0x7e00;
    else if (magnitude >= 0x4780_0000) half = 0x7c00;
    // Below 2⁻¹⁴ halves are multiples of 2⁻²⁴, which is the spacing of singles between 0.5 and 1.
    else if (magnitude < 0x3880_0000) half = (Math.fround(Math.abs(values[i]) + 0.5) - 0.5) * 2 ** 24;
    else half = (magnitude - (112 << 23) + 0xfff + ((magnitude >>> 13) & 1)) >>> 13;
    result[i] = sign | half;
  }
  return result;
}

/** Single precision to bfloat16, to the nearest and ties to even. */
export function float32ToBfloat16(values: Float32Array): Uint16Array {
  const words = wordsOf(values);
  const result = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const isNaN = (words[i] & 0x7fff_ffff) > 0x7f80_0000;
    result[i] = isNaN ? 0x7fc0 : (words[i] + 0x7fff + ((words[i] >>> 16) & 1)) >>> 16;
  }
  return result;
}

function wordsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

/** The value of each of the 65,536 half-precision bit patterns. */
const HALF_VALUES = Float32Array.from({ length: 65_536 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
});
