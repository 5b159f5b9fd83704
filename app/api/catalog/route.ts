import { catalog } from "@/lib/api";
import { catalogCards } from "@/lib/server/cards";
import { measuredPresets } from "@/lib/server/presets";
import { route } from "@/lib/server/http/route";
import { StoredShape } from "@/lib/store";

export const GET = route(catalog, async ({ input: { model }, services: { store } }) => {
  const record = model === undefined ? undefined : await store.models.find(model);
  return catalogCards(await measuredPresets(store), StoredShape.safeParse(record?.facts).data);
});
