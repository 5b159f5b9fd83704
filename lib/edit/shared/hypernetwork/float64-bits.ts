/** Float64 values in files that know no such type: their bits as int64, so that what is kept and read again is the same. */
import type { Tensor } from "../../../tensor";

export function bitsOf(values: Float64Array, shape: readonly number[]): Tensor<"int64"> {
  return { dtype: "int64", shape, data: new BigInt64Array(values.buffer, values.byteOffset, values.length) };
}

export function valuesOf({ data }: Tensor): Float64Array {
  return new Float64Array(data.buffer, data.byteOffset, data.byteLength / 8).slice();
}
