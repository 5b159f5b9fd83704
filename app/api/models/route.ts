import { addModel, listModels } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(listModels, async ({ services }) => ({
  models: [...(await services.models.list())],
}));

export const POST = route(addModel, ({ input, services }) => services.models.add(input.modelId, input.name));
