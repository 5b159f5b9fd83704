/** Helpers of op definitions: applying an op to values, and undoing a broadcast. */
import { ShapeError } from "../../base";
import type { Value } from "../graph";
import type { Op } from "../op";
import { scalar } from "../tensor";

/** The single output of an op. */
export function one<A>(op: Op<A>, inputs: readonly Value[], attributes: A): Value {
  const graph = inputs[0].graph;
  return graph.apply(op, inputs, attributes)[0];
}

/** A number as a value of the same graph. */
function number(like: Value, value: number): Value {
  return like.graph.constant(scalar(value));
}

/** A value, or a number turned into one beside `like`. */
export function valueOf(operand: Value | number, like: Value): Value {
  return typeof operand === "number" ? number(like, operand) : operand;
}

export function requireFloat(id: string, ...values: readonly { readonly dtype: string }[]): void {
  for (const value of values) {
    if (value.dtype !== "float32") throw new ShapeError(`${id}: expected float32, found ${value.dtype}`);
  }
}
