import { discardUpload } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const DELETE = route(discardUpload, async ({ params: { modelId }, services }) => {
  await services.models.discard(modelId);
  return { discarded: modelId };
});
