import { removeModel } from "@/lib/api";
import { route } from "@/lib/server/route";

export const DELETE = route(removeModel, async ({ params, services }) => {
  await services.models.remove(params.modelId);
  return { removed: params.modelId };
});
