/** A frozen weight as a program wants it and as a source gives it. */
import { ShapeError } from "../../base";
import { sizeOf, type Tensor, type Value } from "../../tensor";
import type { WeightSource } from "../runtime";

/** A weight, once it is known to be what the program wants. */
export async function readChecked(source: WeightSource, name: string, value: Value): Promise<Tensor> {
  return checked(await source.read(name), name, value);
}

/** Bytes of a frozen weight, whose sizes are all known. */
export function frozenSize({ shape }: Value): number {
  return 4 * sizeOf(shape as readonly number[]);
}

/** Throws ShapeError when the weight is not what the program wants. */
export function checked<W extends Pick<Tensor, "dtype" | "shape">>(weight: W, name: string, value: Value): W {
  if (weight.dtype !== value.dtype || String(weight.shape) !== String(value.shape)) {
    throw new ShapeError(
      `parameter ${name} is ${weight.dtype} [${weight.shape}] but the program wants ${value.dtype} [${value.shape}]`,
    );
  }
  return weight;
}
