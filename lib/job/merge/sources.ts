/** Versions of models as sources of a merge, by the names that a recipe has for them. */
import type { FoundSources, MergeSource } from "../../merge";
import type { Model } from "../../model";
import type { NamedSources } from "../../store";
import type { HostContext } from "../calls/call";

/** A model with its overlays as named tensors. Only changes of weights are merged; what else its overlays do is left behind. */
export function sourceOfModel(model: Model): MergeSource {
  const { facts } = model;
  const specs = new Map(
    facts.parameters.filter(({ tiedTo }) => tiedTo === undefined).map((spec) => [spec.name, spec]),
  );
  return {
    architecture: facts.family,
    layers: facts.dimensions.layers,
    tensors: new Map([...specs].map(([name, { shape }]) => [name, { shape, dtype: "F32" }])),
    async read(name) {
      const spec = specs.get(name);
      if (!spec) throw new Error(`${facts.checkpoint} has no tensor ${name}`);
      const { data } = await model.stored(spec);
      return Float32Array.from(data);
    },
  };
}

/** Every model that the names mean. What cannot be opened is a fault of its name. */
export async function findSources(
  { openVersion }: Pick<HostContext, "openVersion">,
  names: readonly string[],
  sources: NamedSources,
  signal: AbortSignal,
): Promise<{ readonly found: FoundSources; readonly models: ReadonlyMap<string, Model> }> {
  const models = new Map<string, Model>();
  const found = new Map<string, MergeSource | { fault: { what: string; remedy: string } }>();
  for (const name of new Set(names)) {
    if (!Object.hasOwn(sources, name)) {
      const known = Object.keys(sources).join(", ");
      found.set(name, {
        fault: {
          what: `There is no model "${name}" here.`,
          remedy: known ? `Name a version, a branch or a model that is here: ${known}.` : "Choose a model.",
        },
      });
      continue;
    }
    const model = await openVersion(sources[name], signal);
    models.set(name, model);
    found.set(name, sourceOfModel(model));
  }
  return { found, models };
}
