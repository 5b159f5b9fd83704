/**
 * How large a change of a weight is usual for a method, as a multiple of the weight: the middle half of random edits, each made alone
 * with the settings that were measured for the model (docs/experiments/ripple.md).
 */
type Range = readonly [low: number, high: number];

/** By model, then by method. */
const USUAL: Readonly<Record<string, Readonly<Record<string, Range>>>> = {
  atlas: {
    rome: [6.8, 8.1],
    memit: [1.4, 2.2],
    "ft-m": [0.12, 0.25],
  },
};

/** undefined where nobody measured it. */
export function usualChangeOf(model: string, method: string): Range | undefined {
  return USUAL[model]?.[method];
}
