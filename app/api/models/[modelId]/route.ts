import { removeModel } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const DELETE = route(removeModel, async ({ params, services }) => {
  await services.models.remove(params.modelId);
  return { removed: params.modelId };
});
