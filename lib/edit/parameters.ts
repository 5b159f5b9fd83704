/** Parameters as people write them: ours, or the published names of a paper's configuration, pasted as they are. */
import { z } from "zod";
import { because, invalidField, type JsonObject, type JsonValue } from "../base";
import type { AnyEditMethod } from "./method";

/** Keys of published configurations that name files, modules or devices. Every method accepts them and uses none. */
const IGNORED_KEYS = new Set([
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
  "max_output_length",
  "rewrite_module_tmps", // the published lists contain the down projection alone
  "mom2_adjustment", // only ROME reads it; the others always weigh by second moments
]);

/** Published keys that every method accepts with the one value that we support. */
const FIXED_VALUES: Readonly<Record<string, JsonValue>> = {
  fact_token: "subject_last",
  layer_selection: "all",
  weight_decay_method: "norm",
};

/** Published values that disable a feature that a method lacks. */
const DISABLED_VALUES: Readonly<Record<string, JsonValue>> = {
  kl_factor: 0,
  norm_constraint: false,
  original_implementation: false,
};

/**
 * Checks parameters against the method's schema after translating published names. Missing parameters come from `base`, else
 * from the schema. Throws `invalid_input` with the name of the parameter; for an unknown name the hint lists all parameters.
 */
export function parseParameters(method: AnyEditMethod, raw: JsonObject, base: JsonObject = {}): JsonObject {
  const parsed = method.parameters.safeParse({ ...base, ...namedParameters(method, raw) });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidField(
    `parameters.${issue.path.join(".")}`,
    `${method.name}: ${issue.path.join(".")}: ${issue.message}`,
    undefined,
    because("parameterFault", { method: method.name, parameter: issue.path.join(".") }),
  );
}

/** Whether every parameter is given, so that no preset counts. */
export function isWhole(method: AnyEditMethod, raw: JsonObject): boolean {
  const named = namedParameters(method, raw);
  return Object.keys(parameterSchema(method).properties as object).every((name) => name in named);
}

/** The parameters under our own names, without ignored keys. Throws for an unknown name. */
export function namedParameters(method: AnyEditMethod, raw: JsonObject): Record<string, JsonValue> {
  const properties = parameterSchema(method).properties as Record<string, { alias?: string }>;
  const byAlias = new Map(
    Object.entries(properties).flatMap(([name, { alias }]) => (alias ? [[alias, name]] : [])),
  );
  const { ignored = [], fixed = {} } = method.publishedKeys ?? {};
  const fixedValues = { ...FIXED_VALUES, ...fixed };
  const named: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(raw)) {
    const name = byAlias.get(key) ?? key;
    if (name in properties) {
      named[name] = value;
    } else if (key in fixedValues) {
      if (value !== fixedValues[key]) {
        throw invalidField(
          `parameters.${key}`,
          `${key} can only be ${fixedValues[key]} here, found ${JSON.stringify(value)}.`,
          undefined,
          because("parameterFixed", { parameter: key, value: String(fixedValues[key]) }),
        );
      }
    } else if (
      !IGNORED_KEYS.has(key) &&
      !ignored.includes(key) &&
      !(key in DISABLED_VALUES && value === DISABLED_VALUES[key])
    ) {
      throw invalidField(
        `parameters.${key}`,
        `${method.name} has no parameter "${key}".`,
        `It has: ${Object.keys(properties).join(", ")}.`,
        because("noSuchParameter", {
          owner: method.name,
          parameter: key,
          known: Object.keys(properties).join(", "),
        }),
      );
    }
  }
  return named;
}

/** The JSON Schema of a method's parameters: defaults, descriptions and published names included. */
export function parameterSchema(method: AnyEditMethod): JsonObject {
  return z.toJSONSchema(method.parameters, { io: "input" }) as unknown as JsonObject;
}
