/**
 * The contract of a merge operator: one tensor of each model in, the merged tensor out. An operator is data that forms and checks
 * read, and one pure function of arrays; models, files and layers are unknown to it.
 */
import type { Random } from "../../base";
import type { SentenceCode, SentenceValues } from "../recipe/sentences";

/** A parameter after schedules were resolved. */
export type ParameterValue = number | boolean | string;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

export interface OperatorParameter {
  readonly id: string;
  readonly type: "number" | "integer" | "boolean" | "choice";
  /** Of each model, or of the whole tensor. */
  readonly scope: "model" | "tensor";
  /** Absent: it must be given. */
  readonly default?: ParameterValue;
  readonly min?: number;
  readonly max?: number;
  /** Of a choice. */
  readonly options?: readonly string[];
  readonly summary: string;
}

/**
 * What the base model is to an operator. "required" and "optional": the origin of differences, never merged itself. "end": one of
 * the two models, where t is 0. "listed": it counts when it is listed like any other model, and lends configuration and tokenizer.
 */
export type BaseUse = "required" | "optional" | "end" | "listed";

export interface OperatorInput {
  /** As the recipe names the model. */
  readonly model: string;
  /** Given away: an operator may write into it. */
  readonly values: Float32Array;
  readonly parameters: ParameterValues;
}

export interface OperatorCall {
  /** In the order of the recipe; the end t = 0 first where the operator has one. */
  readonly inputs: readonly OperatorInput[];
  /** Given away like the inputs. Present for "required", and for "optional" where the recipe has one. */
  readonly base?: Float32Array;
  readonly shape: readonly number[];
  readonly parameters: ParameterValues;
  /** The stream of random numbers of an input, the same whenever this tensor is merged with this seed. */
  random(input: number): Random;
}

export interface Merged {
  readonly values: Float32Array;
  /** How the tensor was merged, for people: the branch that ran, the angle between two models. */
  readonly facts?: Readonly<Record<string, number | string>>;
}

/** The parameters of one tensor, before any weight is read. */
export interface TensorQuestion {
  readonly shape: readonly number[];
  readonly inputs: readonly ParameterValues[];
  readonly parameters: ParameterValues;
}

export interface ParameterFault {
  readonly parameter: string;
  /** Of this input; of the whole tensor when absent. */
  readonly input?: number;
  readonly code: SentenceCode;
  readonly values: SentenceValues;
}

export interface MergeOperator {
  /** mergekit's word: "task_arithmetic". */
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly paper: {
    readonly title: string;
    readonly authors: string;
    readonly year: number;
    readonly arxiv?: string;
  };
  readonly base: BaseUse;
  /** How many models, the base not counted unless it is an end or listed. */
  readonly models: { readonly least: number; readonly most?: number };
  /** Where tensors differ in shape: cut to the common part, cut to the base, or refused. */
  readonly cuts: "common" | "base" | "never";
  readonly isRandom?: boolean;
  readonly parameters: readonly OperatorParameter[];
  /** What is wrong with parameters that are sound one by one. */
  check?(question: TensorQuestion): ParameterFault | undefined;
  merge(call: OperatorCall): Merged;
}

/** Fixes the type of an operator where it is written. */
export function defineOperator(operator: MergeOperator): MergeOperator {
  return operator;
}

/** The parameters that several operators share. */
export const WEIGHT: OperatorParameter = {
  id: "weight",
  type: "number",
  scope: "model",
  summary: "How much a model counts.",
};
export const DENSITY: OperatorParameter = {
  id: "density",
  type: "number",
  scope: "model",
  default: 1,
  min: 0,
  max: 1,
  summary: "The share of a difference's entries that is kept.",
};
export function flag(id: string, value: boolean, summary: string): OperatorParameter {
  return { id, type: "boolean", scope: "tensor", default: value, summary };
}
export function setting(
  id: string,
  value: number | undefined,
  summary: string,
  bounds: Pick<OperatorParameter, "min" | "max"> & { readonly type?: "number" | "integer" } = {},
): OperatorParameter {
  return {
    id,
    type: "number",
    scope: "tensor",
    ...bounds,
    ...(value !== undefined && { default: value }),
    summary,
  };
}

/** A parameter that the schema of its operator promises to be a number. */
export function numberOf(values: ParameterValues, id: string): number {
  return values[id] as number;
}

/** values − base, into `values`. */
export function subtractBase(values: Float32Array, base: Float32Array): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] -= base[i];
  return values;
}

/** base + factor · delta, into `base`. */
export function addToBase(base: Float32Array, delta: Float32Array, factor = 1): Float32Array {
  for (let i = 0; i < base.length; i++) base[i] += factor * delta[i];
  return base;
}

/** Weights that are divided by their sum must not add up to nothing. */
export function checkSum({ inputs, parameters }: TensorQuestion): ParameterFault | undefined {
  const total = inputs.reduce((sum, input) => sum + numberOf(input, "weight"), 0);
  if (parameters.normalize !== true || Math.abs(total) > LEAST_SUM) return undefined;
  return {
    parameter: "weight",
    input: inputs.length - 1,
    code: "weightsCancel",
    values: { total },
  };
}

const LEAST_SUM = 1e-6;
