/** The one place where what a person left open of a method's parameters is filled in. */
import type { JsonObject } from "../../base";
import { isWhole, parseParameters, type AnyEditMethod } from "../../edit";
import type { HostRecords } from "../calls/records";

/** All parameters of a method for a model. Throws as `parseParameters` does. */
export async function allParameters(
  method: AnyEditMethod,
  given: JsonObject,
  model: string,
  records: Pick<HostRecords, "presetsOf">,
): Promise<JsonObject> {
  const { presets } = isWhole(method, given) ? { presets: [] } : await records.presetsOf({ model });
  return parseParameters(method, given, model, presets);
}
