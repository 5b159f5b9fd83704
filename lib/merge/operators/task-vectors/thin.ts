/** The ways to thin a difference that several operators share. */
import { PalimpsestError } from "../../../base";
import { dropAtRandom, dropLargest, keepLargest, rankedProbabilities } from "../../sparsify";
import { numberOf, type OperatorParameter } from "../operator";
import type { Thin } from "./task-vector";

/** Keeps the largest entries. */
export const byMagnitude: Thin = (delta, { density }) => {
  const count = Math.floor(density * delta.length);
  if (count === 0) throw nothingKept(density, delta.length);
  keepLargest(delta, count);
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

function nothingKept(density: number, size: number): PalimpsestError {
  return new PalimpsestError(
    "invalid_input",
    `A density of ${density} keeps nothing of a tensor of ${size} entries.`,
    { hint: `Use at least ${1 / size} for it, with a filter.`, details: { field: "density" } },
  );
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
