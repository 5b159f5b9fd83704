/** Parameters as people write them: ours, or the published names of a paper's configuration, pasted as they are. */
import { z } from "zod";
import { invalidField, type JsonObject, type JsonValue } from "../base";
import type { AnyEditMethod } from "./method";

/** Keys of published configurations that say where things are and not how to edit; they are accepted and not used. */
const BESIDE_THE_POINT = new Set([
  "alg_name",
  "model_name",
  "model_parallel",
  "device",
  "stats_dir",
  "mom2_dataset",
  "mom2_dtype",
  "rewrite_module_tmp",
  "layer_module_tmp",
  "mlp_module_tmp",
  "attn_module_tmp",
  "ln_f_module",
  "lm_head_module",
  "v_loss_layer", // only selects which activation the reference records
  "max_length",
  "fp16",
  "objective_optimization", // FT-L and FT-M are two methods here
]);

/** Published values that change nothing here because they are the only ones we have. */
const FIXED: Readonly<Record<string, JsonValue>> = { fact_token: "subject_last" };

/**
 * Checks parameters against the method's schema after translating published names. What is not given comes from the preset
 * of the checkpoint, else from the schema. Throws `invalid_input` that names the parameter, and for an unknown one the
 * names there are.
 */
export function parseParameters(method: AnyEditMethod, raw: JsonObject, checkpoint: string): JsonObject {
  const properties = parameterSchema(method).properties as Record<string, { alias?: string }>;
  const byAlias = new Map(
    Object.entries(properties).flatMap(([name, { alias }]) => (alias ? [[alias, name]] : [])),
  );
  const named: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(raw)) {
    const name = byAlias.get(key) ?? key;
    if (name in properties) {
      named[name] = value;
    } else if (key in FIXED) {
      if (value !== FIXED[key]) {
        throw invalidField(
          `parameters.${key}`,
          `${key} can only be ${FIXED[key]} here, found ${JSON.stringify(value)}.`,
        );
      }
    } else if (!BESIDE_THE_POINT.has(key) && !(key === "kl_factor" && value === 0)) {
      throw invalidField(
        `parameters.${key}`,
        `${method.name} has no parameter "${key}".`,
        `It has: ${Object.keys(properties).join(", ")}.`,
      );
    }
  }
  const preset = method.presets.find(({ models }) => models.includes(checkpoint));
  const parsed = method.parameters.safeParse({ ...preset?.parameters, ...named });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidField(
    `parameters.${issue.path.join(".")}`,
    `${method.name}: ${issue.path.join(".")}: ${issue.message}`,
  );
}

/** The JSON Schema of a method's parameters: defaults, descriptions and published names included. */
export function parameterSchema(method: AnyEditMethod): JsonObject {
  return z.toJSONSchema(method.parameters, { io: "input" }) as unknown as JsonObject;
}
