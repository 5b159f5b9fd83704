/** Versions as sources of a merge: their weights with all overlays. */
import { because, PalimpsestError } from "../../base";
import { countLayers, type FoundSources, type MergeSource, type SourceFault } from "../../merge";
import type { Model } from "../../model";
import type { MergeSourceRef, MergeSourceRefs } from "../../store";
import type { HostContext } from "../calls/call";

export function modelSource(model: Model): MergeSource {
  const stored = new Map(
    model.facts.parameters.filter(({ tiedTo }) => tiedTo === undefined).map((spec) => [spec.name, spec]),
  );
  return {
    architecture: model.facts.family,
    layers: countLayers(stored.keys()),
    tensors: new Map([...stored].map(([name, { shape }]) => [name, { shape, dtype: "F32" }])),
    async read(name) {
      const spec = stored.get(name);
      if (!spec) throw new PalimpsestError("internal", `${model.facts.checkpoint} has no tensor ${name}.`);
      return (await model.stored(spec)).data.slice(); // the model keeps its own
    },
  };
}

/** Throws `unsupported` for a version with an adapter: weights are all that can be merged. */
export async function openSource(
  context: Pick<HostContext, "openVersion">,
  ref: MergeSourceRef,
  signal: AbortSignal,
): Promise<Model> {
  const model = await context.openVersion(ref, signal);
  const other = model.overlays.find(({ kind }) => kind !== "weights");
  if (!other) return model;
  throw new PalimpsestError(
    "unsupported",
    "A version with an adapter or a memory is not merged: it changes more than weights.",
    {
      hint: "Take that edit out of a branch, and merge the branch.",
      details: {
        ...because("mergeOfMemory"),
        field: "sources",
        ...(ref.version && { version: ref.version }),
      },
    },
  );
}

/** The models of a recipe, or why they are none. */
export async function openSources(
  context: Pick<HostContext, "openVersion">,
  refs: MergeSourceRefs,
  signal: AbortSignal,
): Promise<FoundSources> {
  const found = new Map<string, MergeSource | SourceFault>();
  for (const [name, ref] of Object.entries(refs)) {
    try {
      found.set(name, modelSource(await openSource(context, ref, signal)));
    } catch (error) {
      if (!(error instanceof PalimpsestError) || error.code === "cancelled") throw error;
      found.set(name, { fault: { what: error.message, remedy: error.hint ?? "Choose another version." } });
    }
  }
  return found;
}
