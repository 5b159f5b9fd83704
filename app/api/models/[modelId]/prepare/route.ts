import { prepareModel } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(prepareModel, async ({ params, services }) => {
  await services.models.prepare(params.modelId);
  return { prepared: params.modelId };
});
