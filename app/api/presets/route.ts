import { listPresets } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(listPresets, async ({ input: { model }, services }) => ({
  presets: [...(await services.store.presets.list({ where: { model }, order: "newest" }))],
}));
