/**
 * Operators on differences from a base: each difference is thinned, then they are added up or their signs are elected.
 *
 *     θ_b + λ Σ w thin(θ − θ_b)        divided by Σ w where weights are normalised
 */
import { elected, summed } from "../../consensus";
import { rescaled, sizeOfSupport, sizeSum, type Rescale } from "../../sparsify";
import type { Random } from "../../../base";
import {
  addToBase,
  checkSum,
  DENSITY,
  defineOperator,
  flag,
  numberOf,
  setting,
  subtractBase,
  WEIGHT,
  type MergeOperator,
  type OperatorParameter,
  type ParameterValues,
} from "../operator";

/** Takes entries out of a difference, in place. It is not called for a density of 1 or more. */
export type Thin = (
  delta: Float32Array,
  call: {
    readonly density: number;
    readonly parameters: ParameterValues;
    readonly rowLength: number;
    readonly random: () => Random;
  },
) => void;

interface TaskVector extends Pick<MergeOperator, "id" | "name" | "summary" | "paper" | "isRandom" | "check"> {
  readonly thin?: Thin;
  /** Whether signs are elected. */
  readonly elects: boolean;
  /** Whether weights are normalised unless the recipe says otherwise. */
  readonly normalize: boolean;
  /** Whether what is left is scaled unless the recipe says otherwise. */
  readonly rescale?: boolean;
  /** Besides the weight, the density and the parameters of all. */
  readonly parameters?: readonly OperatorParameter[];
}

export function defineTaskVector({
  thin,
  elects,
  normalize,
  rescale = false,
  parameters: own = [],
  check,
  ...operator
}: TaskVector): MergeOperator {
  return defineOperator({
    ...operator,
    base: "required",
    models: { least: 1 },
    cuts: "base",
    parameters: [
      WEIGHT,
      ...(thin ? [DENSITY] : []),
      ...own,
      flag("normalize", normalize, "Whether weights are divided by their sum."),
      setting("lambda", 1, "A factor of the merged difference."),
      ...(thin ? [rescaleParameter(rescale)] : []),
      flag("int8_mask", false, "Accepted for mergekit's sake; it changes no number."),
    ],
    check: (question) => check?.(question) ?? (elects ? undefined : checkSum(question)),
    merge({ inputs, base, shape, parameters, random }) {
      const origin = base as Float32Array;
      const weights = inputs.map((input) => numberOf(input.parameters, "weight"));
      const deltas = inputs.map(({ values }) => subtractBase(values, origin));
      const kept = deltas.map((delta, m) => {
        const density = thin ? numberOf(inputs[m].parameters, "density") : 1;
        if (!thin || density >= 1) return 1;
        const kind = rescaleOf(parameters.rescale);
        const before = kind === "l1" ? sizeSum(delta) : 0;
        thin(delta, {
          density,
          parameters: { ...parameters, ...inputs[m].parameters },
          rowLength: shape.at(-1) ?? delta.length,
          random: () => random(m),
        });
        rescaled(delta, kind, { before, density });
        return sizeOfSupport(delta) / delta.length;
      });
      const consensus = elects ? elected : summed;
      const delta = consensus(deltas, weights, parameters.normalize === true, deltas[0]);
      return {
        values: addToBase(origin, delta, numberOf(parameters, "lambda")),
        facts: Object.fromEntries(inputs.map(({ model }, m) => [`kept of ${model}`, kept[m]])),
      };
    },
  });
}

function rescaleParameter(isOn: boolean): OperatorParameter {
  return {
    id: "rescale",
    type: "choice",
    scope: "tensor",
    options: ["l1", "inverse-density", "none"],
    default: isOn ? "l1" : "none",
    summary:
      "How what is left is scaled: to its former sum of sizes (also true), by 1/density, or not (also false).",
  };
}

/** mergekit writes true for its only way to scale. */
function rescaleOf(value: ParameterValues[string]): Rescale {
  if (typeof value === "boolean") return value ? "l1" : "none";
  return value as Rescale;
}
