/**
 * SimIE: adapts any editor of weights to long sequences (Guo et al. 2025).
 *
 * Every fact is written by a base editor into the unedited model, and one change is fitted to all of these (ideal-editor.ts
 * has the derivation). This edit's part of it, ΔA, is its overlay, with the edit's keys as memory.
 *
 * The state is therefore in the overlays of the model: A is the sum of SimIE's overlays, P follows from their memories, and
 * the unedited model is the one without them. An undone edit leaves no trace. Removing an edit from the middle removes its
 * ΔA and its keys; later edits do not change, as with every editor that builds on earlier edits.
 */
import { z } from "zod";
import type { Run } from "../../../../base";
import { filledPrompt, type EditRequest } from "../../../../data";
import {
  mergeOverlays,
  deltasOf,
  encodePair,
  memoriesOf,
  normOf,
  readSites,
  type Model,
  type Overlay,
  type WeightDelta,
} from "../../../../model";
import { float32, floats, norm, type Tensor } from "../../../../tensor";
import { defineMethod, type AnyEditMethod, type EditCall, type EditResult } from "../../../method";
import { parseParameters } from "../../../parameters";
import type { ModelShape } from "../../../settings/known-models";
import { settingsOf } from "../../../settings/settings";
import { idealStep, joinKeyMemories, rememberedKeys } from "./ideal-editor";
import { sortedLayers } from "../../../shared/solve/multi-layer-edit";
import { onlyRequest } from "../../../shared/locate/only-request";
import { emmet } from "../emmet";
import { memit } from "../memit";
import { pmet } from "../pmet";
import { rRome } from "../r-rome";
import { rome } from "../rome";

/** Editors that write the down projections of MLPs and have no memory. */
const BASES = [rome, rRome, memit, pmet, emmet] as unknown as readonly AnyEditMethod[];
const BASE_IDS = BASES.map(({ id }) => id) as [string, ...string[]];

const SimieParameters = z.object({
  base: z
    .preprocess((name) => (typeof name === "string" ? name.toLowerCase() : name), z.enum(BASE_IDS))
    .prefault("rome")
    .describe("The editor that writes each fact into the unedited model.")
    .meta({ alias: "base_method" }),
  baseParameters: z
    .record(z.string(), z.json())
    .default({})
    .describe("Settings of that editor, by its own names; those of its preset when not given."),
  layers: z
    .array(z.int().min(0))
    .default([])
    .describe("Layers that the editor writes; those of its settings when empty."),
  ridge: z
    .number()
    .positive()
    .default(1e4)
    .describe("Weight of the term that keeps the change of all edits short: more writes less of each.")
    .meta({ alias: "lamHyper" }),
});
type SimieParameters = z.infer<typeof SimieParameters>;

const ID = "simie";

export const simie = defineMethod<SimieParameters>({
  id: ID,
  name: "SimIE",
  summary: "Runs another editor on the unedited model and fits one change to all of its edits so far.",
  paper: {
    title: "Towards Lifelong Model Editing via Simulating Ideal Editor",
    year: 2025,
    url: "https://openreview.net/forum?id=VdEG08ZJCH",
  },
  kind: "locate-then-edit",
  traits: { batch: false, sequential: true, gradient: true },
  parameters: SimieParameters,
  // The solver of its systems, which are always factored here.
  publishedKeys: { ignored: ["solver", "fast"], fixed: { init_model: true } },
  presets: [
    { name: "Atlas", models: ["atlas"], parameters: SimieParameters.parse({ ridge: 1 }) },
    {
      name: "GPT-2 XL, Llama and Mistral, as published",
      models: ["gpt2-xl", "llama-7b", "llama3-8b", "mistral-7b"],
      publishedIn: "EasyEdit",
      parameters: SimieParameters.parse({}),
    },
  ],
  searchSpace: { ridge: [1e4, 10, 1] },
  preflight: (call) => {
    const { method, parameters } = baseOf(call.parameters, call.facts);
    return method.preflight({ ...call, parameters });
  },
  async prepare(run, call) {
    const { method, parameters } = baseOf(call.parameters, call.model.facts);
    await method.prepare?.(run, { ...call, parameters });
  },
  joinMemories: joinKeyMemories,
  apply: simulateIdeal,
});

async function simulateIdeal(run: Run, call: EditCall<SimieParameters>): Promise<EditResult> {
  const { model, parameters } = call;
  const request = onlyRequest(call.requests);
  const isOwn = (overlay: Overlay) => overlay.kind === "weights" && overlay.memory?.method === ID;
  const unedited = model.bare.with(model.overlays.filter((overlay) => !isOwn(overlay)));
  const base = baseOf(parameters, model.facts);
  const { overlays, report } = await base.method.apply(run, {
    ...call,
    model: unedited,
    parameters: base.parameters,
  });
  const wanted = deltasOf(overlays);
  // Merged into one, so that the changes of earlier edits round equally however they were stored.
  const merged = mergeOverlays(model.overlays.filter(isOwn), model.facts, () => joinKeyMemories);
  const worn = deltasOf(merged);
  const past = memoriesOf(merged, ID);
  const deltas: WeightDelta[] = [];
  const memory: Record<string, Tensor> = {};
  for (const layer of sortedLayers(base.parameters as { layers: number[] })) {
    const spec = model.parameter("mlp.down", layer);
    const of = (some: readonly WeightDelta[]) => some.filter(({ parameter }) => parameter === spec.name);
    const keys = await keysOf(run, unedited, request, layer);
    Object.assign(memory, rememberedKeys({ spec, keys }));
    const step = { spec, keys, wanted: of(wanted), worn: of(worn), past, ridge: parameters.ridge };
    deltas.push(await idealStep(run, model, step));
  }
  return {
    overlays: [{ kind: "weights", deltas, memory: { method: ID, tensors: memory } }],
    report: {
      ...report,
      numbers: {
        ...report.numbers,
        baseDeltaNorm: norm(wanted.map(normOf)),
        deltaNorm: norm(deltas.map(normOf)),
      },
    },
  };
}

/** The base editor and its parameters: its own settings for the model under what is given. */
function baseOf({ base, baseParameters, layers }: SimieParameters, facts: ModelShape) {
  const method = BASES.find(({ id }) => id === base) as AnyEditMethod;
  const given = { ...baseParameters, ...(layers.length > 0 && { layers }) };
  return { method, parameters: parseParameters(method, given, settingsOf(method, facts).parameters) };
}

/** Inputs of the layer's down projection at every token of prompt and target, [T, F]. */
async function keysOf(
  run: Run,
  model: Model,
  { targetNew, ...request }: EditRequest,
  layer: number,
): Promise<Tensor> {
  const { ids } = encodePair(model, { prompt: filledPrompt(request), target: targetNew });
  const site = `blocks.${layer}.mlp.post` as const;
  const { [site]: keys } = await readSites(run, model, [ids], [ids.map((_, token) => token)], [site]);
  return float32(keys.shape.slice(1), floats(keys));
}
