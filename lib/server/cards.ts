/** The catalogs as the API sends them: without code, with parameters as JSON Schema. */
import type { JsonObject } from "../base";
import { DATASETS } from "../data/datasets";
import { ANALYSES } from "../explain";
import { EDIT_METHODS, parameterSchema, settingsOf, shippedScores, type ModelShape } from "../edit";
import { settingsTried } from "../job";
import { DECODING_AIDS, METRICS } from "../eval";
import { z } from "zod";
import type { catalog, listDatasets, MethodCard } from "../api";
import type { PresetRecord } from "../store";

export function datasetCards(): z.infer<typeof listDatasets.output>["datasets"] {
  return DATASETS.all.map(({ id, name, holds, licence, source, version, fields }) => ({
    id,
    name,
    holds,
    licence,
    source,
    version,
    fields: [...fields],
  }));
}

/**
 * `measured`: presets of this installation, newest first; the newest of each method and model precedes the published ones.
 * `facts`: of the model that settings are wanted for.
 */
export function catalogCards(
  measured: readonly PresetRecord[] = [],
  facts?: ModelShape,
): z.infer<typeof catalog.output> {
  return {
    methods: EDIT_METHODS.all.map((method) => ({
      id: method.id,
      name: method.name,
      summary: method.summary,
      kind: method.kind,
      paper: method.paper,
      traits: method.traits,
      parameters: parameterSchema(method),
      presets: [
        ...newestByModel(measured.filter((preset) => preset.method === method.id)),
        ...method.presets.map(({ name, models, parameters, publishedIn }) => ({
          name,
          models: [...models],
          parameters,
          source: publishedIn === undefined ? ("measured" as const) : ("published" as const),
          isShipped: true,
          ...scoresOf(method.id, models),
        })),
      ],
      ...(facts && {
        settings: { ...settingsOf(method, facts, measured), tried: settingsTried(method, facts) },
      }),
    })),
    metrics: METRICS.all.map(({ id, name, summary, formula, version, unit, direction }) => ({
      id,
      name: name.en,
      summary: summary.en,
      formula: formula.en,
      version,
      unit,
      direction,
    })),
    analyses: ANALYSES.all.map(
      ({ id, name, summary, paper, asks, asksIf, isOfTwo = false, isOwnAnswer, parameters }) => ({
        id,
        name,
        summary,
        paper,
        asks: [...asks],
        ...(asksIf && { asksIf }),
        isOfTwo,
        ...(isOwnAnswer && { isOwnAnswer }),
        parameters: z.toJSONSchema(parameters, { io: "input" }) as unknown as JsonObject,
      }),
    ),
    decodingAids: DECODING_AIDS.all.map(({ id, name, formula, source, needs }) => ({
      id,
      name,
      formula,
      source,
      ...(needs && { needs }),
    })),
  };
}

/** Of the first model that was measured; the first preset for a model is the one that its scores are of. */
function scoresOf(method: string, models: readonly string[]): Pick<MethodCard["presets"][number], "scores"> {
  for (const model of models) {
    const scores = shippedScores(model, method);
    if (scores) return { scores: { ...scores, model } };
  }
  return {};
}

function newestByModel(measured: readonly PresetRecord[]): MethodCard["presets"] {
  const models = [...new Set(measured.map(({ model }) => model))];
  return models.map((model) => ({
    name: `${model}, measured here`,
    models: [model],
    parameters: measured.find((preset) => preset.model === model)?.parameters ?? {},
    source: "measured" as const,
    isShipped: false,
  }));
}
