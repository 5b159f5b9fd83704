/** Presets measured on this installation: listed with their evidence, deleted by a person. */
import { z } from "zod";
import { PresetRecord } from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

export const listPresets = defineEndpoint({
  id: "presets.list",
  summary: "Presets measured here, newest first, each with what it was chosen by.",
  method: "GET",
  path: "/api/presets",
  params: NO_PARAMS,
  input: z.object({ model: PresetRecord.shape.model.optional() }),
  output: z.object({ presets: z.array(PresetRecord) }),
});

export const deletePreset = defineEndpoint({
  id: "presets.delete",
  summary: "Delete a preset measured here; methods start from the published one again.",
  method: "DELETE",
  path: "/api/presets/[presetId]",
  params: z.object({ presetId: PresetRecord.shape.id }),
  input: NO_INPUT,
  output: z.object({ deleted: z.string() }),
  invalidates: ["presets.list", "catalog.get"],
});
