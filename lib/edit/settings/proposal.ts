/**
 * Settings for a model that a method was never measured on and that nobody published any for.
 *
 * Layers are carried over by depth: a run of layers keeps its middle as a share of the depth. The shares are those of the
 * published settings themselves, so there is no second table. What they come to, in layers of the model they are of:
 *
 *     ROME       GPT-2 XL 17 of 48, GPT-2 medium 8 of 24: a third.   Llama 2 and 3 5 of 32: a sixth
 *     MEMIT      GPT-2 XL 13–17 of 48: a third.    GPT-J 3–8 of 28, Llama, Mistral and Qwen 2.5 4–8 of 28 to 32: a fifth
 *     FT-L       GPT-2 XL 0 of 48.                 Llama 2 and 3 21 of 32: two thirds
 *     WISE       GPT-2 8 of 12, GPT-J 21 of 28, Llama 2 27 of 32, Llama 3 29 of 32: two thirds to nine tenths
 *     GRACE      GPT-2 XL 35 of 48, GPT-J 25 of 28, Llama 2 27 of 32, Qwen 2.5 18 of 28: two thirds to nine tenths
 *     MEND       GPT-2 XL 45–47 of 48, Llama 2 and 3 29–31 of 32: the last three
 *
 * (configurations of EasyEdit and of the authors of ROME, as the presets of the methods have them). Models of one line, which
 * differ in size more than in kind, take the other values of the nearest relative as well; from another line only the layers
 * are taken. What depends on the size of activations is no number here: a method measures it on the model when it runs.
 */
import type { JsonObject, JsonValue } from "../../base";
import type { AnyEditMethod } from "../method";
import { knownModel, type KnownModel, type ModelShape } from "./known-models";

interface Proposed {
  /** To be put over the method's defaults. */
  readonly parameters: JsonObject;
  /** The name of the model that they are carried over from; null where there is none. */
  readonly from: string | null;
}

/** Families without a gate in their MLPs; all others are of the line of Llama. */
const LINES: Readonly<Record<string, string>> = {
  gpt2: "learned positions",
  gpt_neo: "learned positions",
  opt: "learned positions",
  gptj: "parallel blocks",
  gpt_neox: "parallel blocks",
};
const lineOf = (family: string): string => LINES[family] ?? "gated";

/** A run of several layers takes at most this share of the depth, as MEMIT's published ones do. */
export const RUN_SHARE = 1 / 4;

export function proposedSettings(method: AnyEditMethod, facts: ModelShape): Proposed {
  const [nearest] = relativesOf(method).sort((a, b) => distance(a, facts) - distance(b, facts));
  const own = (method.proposal?.(facts.dimensions) ?? {}) as JsonObject;
  if (!nearest) return { parameters: own, from: null };
  // The published 100,000 tokens of statistics are from a corpus; to sample as many from the model takes hours.
  const { model, isPublished, parameters: published } = nearest;
  const { statisticsTokens: _, ...parameters } = published;
  const isAkin = isPublished && lineOf(model.family) === lineOf(facts.family);
  const layers = layersAt(parameters.layers, model.shape.layers, facts.dimensions.layers);
  return {
    parameters: {
      ...(isAkin && parameters),
      ...(layers && { layers }),
      ...own,
    },
    from: model.name,
  };
}

interface Relative {
  readonly model: KnownModel;
  readonly parameters: JsonObject;
  readonly isPublished: boolean;
}

function relativesOf(method: AnyEditMethod): Relative[] {
  return method.presets.flatMap(({ models, parameters, publishedIn }) =>
    models.map((id) => ({ model: knownModel(id), parameters, isPublished: publishedIn !== undefined })),
  );
}

/** Published settings before ours, then the same family, then the same line, then the nearest size. */
function distance({ model, isPublished }: Relative, { family, dimensions }: ModelShape): number {
  const weights = (layers: number, width: number) => Math.log(layers * width ** 2);
  const size = Math.abs(
    weights(model.shape.layers, model.shape.width) - weights(dimensions.layers, dimensions.width),
  );
  const kind = model.family === family ? 0 : lineOf(model.family) === lineOf(family) ? 100 : 200;
  return (isPublished ? 0 : 1000) + kind + size;
}

/** Layers of a model `from` deep at the same share of a depth `to`; undefined for none, which means all or any. */
export function layersAt(layers: JsonValue | undefined, from: number, to: number): number[] | undefined {
  if (!Array.isArray(layers) || layers.length === 0) return undefined;
  const numbers = layers.filter((layer) => typeof layer === "number");
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  // Layers apart from each other are no run: each has a share of its own.
  if (high - low >= numbers.length) return numbers.map((layer) => Math.floor((layer / from) * to));
  const count = Math.min(numbers.length, Math.max(1, Math.round(to * RUN_SHARE)));
  const middle = ((low + high + 1) / 2 / from) * to;
  // Layers at either end stay there: a run that ends in the last layer is about the output, not about a share of the depth.
  const first = high === from - 1 ? to - count : Math.round(middle - count / 2);
  const start = Math.max(0, Math.min(to - count, first));
  return Array.from({ length: count }, (_, i) => start + i);
}
