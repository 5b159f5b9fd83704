/**
 * The one place where a method's settings for a model come from, before anybody changes them. In this order:
 *
 *     1. measured    a preset kept on this installation, then one shipped for the model
 *     2. published   by the authors of the method or a library, for this very model
 *     3. proposed    carried over from the nearest model with settings, by depth (proposal.ts)
 */
import { canonicalJson, type JsonObject } from "../../base";
import type { AnyEditMethod } from "../method";
import { parseParameters } from "../parameters";
import { knownModel, recogniseModel, type ModelShape } from "./known-models";
import { shippedPreset } from "./measured";
import { proposedSettings } from "./proposal";
import { type SettingsOrigin, type SettingsSource } from "./source";

/** Parameters that were measured for a method on a checkpoint of this installation, and kept. */
export interface MeasuredPreset {
  readonly method: string;
  readonly model: string;
  readonly parameters: JsonObject;
}

export interface Settings {
  /** Every parameter of the method. */
  readonly parameters: JsonObject;
  readonly source: SettingsSource;
}

/** `kept`: presets of this installation, newest first. */
export function settingsOf(
  method: AnyEditMethod,
  facts: ModelShape,
  kept: readonly MeasuredPreset[] = [],
): Settings {
  const whole = (parameters: JsonObject) => parseParameters(method, {}, parameters);
  const here = kept.find(({ method: id, model }) => id === method.id && model === facts.checkpoint);
  if (here) {
    const base = settingsOf(method, facts);
    return {
      parameters: whole({ ...base.parameters, ...here.parameters }),
      source: { kind: "measured", on: facts.checkpoint, isHere: true },
    };
  }
  const model = recogniseModel(facts);
  const shipped = model && shippedPreset(method.id, model.id);
  if (shipped) {
    const { parameters, edits, on } = shipped;
    return { parameters: whole(parameters), source: { kind: "measured", on, edits, isHere: false } };
  }
  const preset = model && method.presets.find(({ models }) => models.includes(model.id));
  if (preset) {
    const { parameters, publishedIn } = preset;
    return {
      parameters,
      source:
        publishedIn === undefined
          ? { kind: "measured", on: model.name, isHere: false }
          : { kind: "published", for: model.name, by: publishedIn },
    };
  }
  const { parameters, from } = proposedSettings(method, facts);
  return { parameters: whole(parameters), source: { kind: "proposed", from } };
}

/** The settings on a listed model of which only the id is at hand. */
export function settingsOfKnown(method: AnyEditMethod, id: string): Settings {
  const { family, shape } = knownModel(id);
  return settingsOf(method, { checkpoint: id, family, dimensions: shape as ModelShape["dimensions"] });
}

/** What a run was set to, against what the method is set to on the model by itself. */
export function originOf({ parameters, source }: Settings, used: JsonObject): SettingsOrigin {
  const changed = Object.keys(parameters).filter(
    (name) => canonicalJson(parameters[name]) !== canonicalJson(used[name]),
  );
  return { source, changed };
}
