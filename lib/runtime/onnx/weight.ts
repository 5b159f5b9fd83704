/** A frozen weight, converted from its source to the form that the program needs. */
import { ShapeError } from "../../base";
import { bytesPer, sizeOf, type Tensor, type Value } from "../../tensor";
import type { WeightSource } from "../runtime";

/** A weight that was checked against the program. */
export async function readChecked(source: WeightSource, name: string, value: Value): Promise<Tensor> {
  return checked(await source.read(name), name, value);
}

/** Bytes of a frozen weight; all its sizes are known. */
export function frozenSize({ dtype, shape }: Value): number {
  return bytesPer(dtype) * sizeOf(shape as readonly number[]);
}

/** Throws ShapeError when the weight does not match the program. */
export function checked<W extends Pick<Tensor, "dtype" | "shape">>(weight: W, name: string, value: Value): W {
  if (weight.dtype !== value.dtype || String(weight.shape) !== String(value.shape)) {
    throw new ShapeError(
      `parameter ${name} is ${weight.dtype} [${weight.shape}] but the program wants ${value.dtype} [${value.shape}]`,
    );
  }
  return weight;
}
