/** A generation of an evolution: pairs merged halfway by SLERP, each child measured by the tasks and kept as an overlay. */
import { createRun, type Run } from "../../base";
import { kinshipOf, nextGeneration, planMerge, type EvolutionRecord } from "../../merge";
import { writeOverlay, type Model } from "../../model";
import type { HostContext } from "../calls/call";
import type { GenerationInput } from "../calls/merge/evolve";
import { mergedDeltas, scoreOf } from "./perform-merge";
import { sourceOfModel } from "./sources";

type Host = Pick<HostContext, "openModel" | "openVersion" | "blobs">;

/** Of the way from one parent to the other, as in the paper. */
const HALFWAY = 0.5;

export async function performGeneration(
  { openModel, openVersion, blobs }: Host,
  run: Run,
  { model: modelId, founders, settings, tasks, record }: GenerationInput,
): Promise<EvolutionRecord> {
  const bare = await openModel(modelId, run.signal);
  const quiet = createRun({ signal: run.signal, seed: settings.seed });
  const models = new Map<string, Model>();
  const kinships = new Map<string, number | null>();

  const modelNamed = async (name: string): Promise<Model> => {
    const known = models.get(name);
    if (known) return known;
    const overlays = record?.models.find((one) => one.name === name)?.overlays;
    const source = overlays ? { model: modelId, overlays } : founders[name];
    const opened = await openVersion(source, run.signal);
    models.set(name, opened);
    return opened;
  };
  const sourceNamed = async (name: string) => ({ name, source: sourceOfModel(await modelNamed(name)) });

  return nextGeneration(
    run,
    Object.keys(founders),
    settings,
    {
      score: async (name) => scoreOf(quiet, await modelNamed(name), tasks),
      async kinship(left, right) {
        const key = [left, right].sort().join("\n");
        const found = kinships.get(key);
        if (found !== undefined) return found;
        const pair = [await sourceNamed(left), await sourceNamed(right)];
        const base = { name: modelId, source: sourceOfModel(bare) };
        const { global } = (await kinshipOf(quiet, base, pair)).pairs[0];
        const value = { pcc: global.pcc, cosine: global.cosine, distance: global.distance };
        const absolute = global.cosine === null ? null : Math.abs(global.cosine);
        const kinship = settings.metric === "absolute-cosine" ? absolute : value[settings.metric];
        kinships.set(key, kinship);
        return kinship;
      },
      async merge(name, [left, right]) {
        const recipe = {
          merge_method: "slerp",
          base_model: left,
          models: [{ model: left }, { model: right }],
          parameters: { t: HALFWAY },
        };
        const parents = [await sourceNamed(left), await sourceNamed(right)];
        const sources = new Map(parents.map((parent) => [parent.name, parent.source]));
        const { deltas } = await mergedDeltas(
          quiet,
          planMerge(recipe, sources, { seed: settings.seed }),
          bare,
        );
        const overlay = { kind: "weights", deltas } as const;
        models.set(name, bare.with([overlay]));
        return { overlays: deltas.length > 0 ? [await blobs.put(writeOverlay(overlay))] : [] };
      },
    },
    record ?? { settings, base: modelId, models: [], generations: [] },
  );
}
