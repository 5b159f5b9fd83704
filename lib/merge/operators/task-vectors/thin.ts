/** The ways to thin a difference that several operators share. */
import { sizeOf } from "../../../tensor";
import { dropAtRandom, dropLargest, keepLargest, rankedProbabilities } from "../../sparsify";
import {
  numberOf,
  type OperatorParameter,
  type ParameterFault,
  type ParameterValues,
  type TensorQuestion,
} from "../operator";
import type { Thin } from "./task-vector";

/** Keeps the largest entries. */
export const byMagnitude: Thin = (delta, { density }) => {
  keepLargest(delta, Math.floor(density * delta.length));
};

/** Keeps each entry with the same probability (DARE). */
export const atRandom: Thin = (delta, { density, random }) => void dropAtRandom(delta, density, random());

/** Keeps each entry with a probability that rises with its rank in its row (DELLA). */
export const byRank: Thin = (delta, { density, parameters, rowLength, random }) => {
  const epsilon = numberOf(parameters, "epsilon");
  dropAtRandom(delta, rankedProbabilities(delta, rowLength, density, epsilon), random());
};

/** Takes away the largest entries and enough of the smallest (breadcrumbs). */
export const withoutOutliers: Thin = (delta, { density, parameters }) => {
  const size = delta.length;
  const top = Math.floor(numberOf(parameters, "gamma") * size);
  const bottom = size - Math.floor(density * size) - top;
  keepLargest(delta, size - Math.max(0, bottom));
  dropLargest(delta, top + Math.min(0, bottom));
};

/** Trimming must leave something of each tensor. */
export function checkDensity({ shape, inputs }: TensorQuestion): ParameterFault | undefined {
  const size = sizeOf(shape);
  const input = inputs.findIndex((values) => Math.floor(numberOf(values, "density") * size) < 1);
  if (input < 0) return undefined;
  return {
    parameter: "density",
    input,
    code: "densityOfNothing",
    values: { density: numberOf(inputs[input], "density"), size, least: Number((1 / size).toPrecision(3)) },
  };
}

/** All probabilities must lie between 0 and 1. */
export function checkEpsilon({ inputs }: TensorQuestion): ParameterFault | undefined {
  const isSound = (values: ParameterValues) => {
    const [density, epsilon] = [numberOf(values, "density"), numberOf(values, "epsilon")];
    return density >= 1 || (density - epsilon > 0 && density + epsilon < 1);
  };
  const input = inputs.findIndex((values) => !isSound(values));
  if (input < 0) return undefined;
  const [density, epsilon] = [numberOf(inputs[input], "density"), numberOf(inputs[input], "epsilon")];
  return {
    parameter: "epsilon",
    input,
    code: "epsilonTooLarge",
    values: { density, epsilon, most: Number(Math.min(density, 1 - density).toPrecision(3)) },
  };
}

export const EPSILON: OperatorParameter = {
  id: "epsilon",
  type: "number",
  scope: "model",
  default: 0.15,
  min: 0,
  max: 0.5,
  summary: "How far the probability to be kept goes from the density, down and up.",
};

export const GAMMA: OperatorParameter = {
  id: "gamma",
  type: "number",
  scope: "model",
  default: 0.01,
  min: 0,
  max: 1,
  summary: "The share of the largest entries that is left out.",
};
