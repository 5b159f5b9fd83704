import { catalog } from "@/lib/api";
import { catalogCards } from "@/lib/server/cards";
import { measuredPresets } from "@/lib/server/presets";
import { route } from "@/lib/server/http/route";

export const GET = route(catalog, async ({ services }) =>
  catalogCards(await measuredPresets(services.store)),
);
