import { listPresets } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { measuredPresets } from "@/lib/server/presets";

export const GET = route(listPresets, async ({ input: { model }, services }) => ({
  presets: [...(await measuredPresets(services.store, model))],
}));
