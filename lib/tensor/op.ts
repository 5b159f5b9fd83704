/** The one definition of an op: shape rule, plain reference, gradient and ONNX form. Every part of the project reads it. */
import type { JsonObject } from "../base";
import type { Value, ValueType } from "./graph";
import type { Tensor } from "./tensor";

export interface Op<A> {
  readonly id: string; // "matmul"
  /** The ONNX operator. */
  readonly name: string; // "MatMul"
  /** The operator set that defines it; ONNX's own when absent. */
  readonly domain?: string;
  /** Inputs that are fast only as part of a program: the runtime packs them while the program is built. */
  readonly packs?: readonly number[];
  /** Shapes and dtypes of the outputs; throws ShapeError when the inputs do not fit. */
  infer(inputs: readonly ValueType[], attributes: A): readonly ValueType[];
  /** The op in plain TypeScript: slow, simple, and the reference for every backend. */
  reference(inputs: readonly Tensor[], attributes: A): readonly Tensor[];
  /**
   * Cotangents of the inputs; "zero" when the op is flat almost everywhere; "forbidden" when differentiating it is a
   * mistake.
   */
  readonly vjp: Vjp<A> | "zero" | "forbidden";
  /** ONNX attributes and extra inputs, when they differ from `attributes`. */
  emit?(attributes: A): OnnxForm;
  /** Where the ONNX form depends on the ranks of the inputs too. */
  emitFor?(inputs: readonly ValueType[], attributes: A): OnnxForm;
  /** Inputs for the conformance suite: usual cases and edge cases. */
  readonly examples: readonly OpExample<A>[];
}

export type Vjp<A> = (call: {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** One per output; same shape as that output. */
  readonly cotangents: readonly Value[];
  /** Which inputs need a cotangent; null is allowed for the others. */
  readonly wanted: readonly boolean[];
  readonly attributes: A;
}) => readonly (Value | null)[];

export interface OpExample<A> {
  readonly shapes: readonly (readonly number[])[];
  readonly attributes: A;
  /** Where an op needs special inputs (indices, positive numbers): tensors in place of random ones, by input. */
  readonly inputs?: Readonly<Record<number, Tensor>>;
  /** Inputs of float32 to which the op passes no gradient. */
  readonly frozen?: readonly number[];
}

interface OnnxForm {
  readonly attributes?: JsonObject;
  /** Extra inputs behind the op's own: shapes, axes. */
  readonly tail?: readonly Tensor[];
}

export function defineOp<A>(op: Op<A>): Op<A> {
  return op;
}
