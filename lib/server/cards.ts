/** The catalogs as pages know them: no code, parameters as JSON Schema. */
import { EDIT_METHODS, parameterSchema } from "../edit";
import { METRICS } from "../eval";
import type { z } from "zod";
import type { catalog } from "../api";

export function catalogCards(): z.infer<typeof catalog.output> {
  return {
    methods: EDIT_METHODS.all.map((method) => ({
      id: method.id,
      name: method.name,
      summary: method.summary,
      kind: method.kind,
      paper: method.paper,
      traits: method.traits,
      parameters: parameterSchema(method),
      presets: method.presets.map(({ name, models, parameters }) => ({
        name,
        models: [...models],
        parameters,
      })),
    })),
    metrics: METRICS.all.map(({ id, name, summary, formula, version, unit, direction }) => ({
      id,
      name,
      summary,
      formula,
      version,
      unit,
      direction,
    })),
  };
}
