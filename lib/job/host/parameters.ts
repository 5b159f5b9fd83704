/** The one place where what a person left open of a method's parameters is filled in. */
import type { JsonObject } from "../../base";
import {
  isWhole,
  parseParameters,
  settingsOf,
  type AnyEditMethod,
  type ModelShape,
  type Settings,
} from "../../edit";
import type { HostRecords } from "../calls/records";

type PresetRecords = Pick<HostRecords, "presetsOf">;

/** What a method is set to on a model of this installation, and where that comes from. */
export async function settingsHere(
  method: AnyEditMethod,
  facts: ModelShape,
  records: PresetRecords,
): Promise<Settings> {
  return settingsOf(method, facts, (await records.presetsOf({ model: facts.checkpoint })).presets);
}

/** All parameters of a method for a model. Throws as `parseParameters` does. */
export async function allParameters(
  method: AnyEditMethod,
  given: JsonObject,
  facts: ModelShape,
  records: PresetRecords,
): Promise<JsonObject> {
  if (isWhole(method, given)) return parseParameters(method, given);
  return parseParameters(method, given, (await settingsHere(method, facts, records)).parameters);
}
