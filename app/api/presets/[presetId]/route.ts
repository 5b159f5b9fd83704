import { deletePreset } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const DELETE = route(deletePreset, async ({ params, services }) => {
  await services.store.presets.get(params.presetId);
  await services.store.presets.delete(params.presetId);
  return { deleted: params.presetId };
});
