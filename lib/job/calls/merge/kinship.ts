/** How related versions are, and their evolution. */
import { EvolveJobInput, EvolveJobOutput, KinshipJobInput, KinshipJobOutput } from "../../../store";
import { defineLongCall } from "../call";

export const kinship = defineLongCall({
  summary: "How related versions are, pair by pair, by tensor, layer and kind of module.",
  input: KinshipJobInput,
  output: KinshipJobOutput,
  async perform(context, run, { base, models, topShare, countsTied }) {
    const { kinshipOf } = await import("../../../merge");
    const { modelSource, openSource } = await import("../../merge/model-source");
    const open = async (ref: typeof base) => modelSource(await openSource(context, ref, run.signal));
    const named = [];
    for (const [name, ref] of Object.entries(models)) named.push({ name, source: await open(ref) });
    const origin = { name: base.version ?? base.model, source: await open(base) };
    return { kinship: await kinshipOf(run, origin, named, { topShare, countsTied }) };
  },
});

export const evolveVersions = defineLongCall({
  summary:
    "Merge the best models of a generation for the next one. Performed again, it continues where it stopped.",
  input: EvolveJobInput,
  output: EvolveJobOutput,
  isResumable: true,
  async perform(context, run, input) {
    const { performEvolution } = await import("../../merge/perform-evolution");
    return { evolution: await performEvolution(run, input, context), place: context.runtime.kind };
  },
});
