import { addModel, listModels } from "@/lib/api";
import { createRun } from "@/lib/base";
import { route } from "@/lib/server/http/route";

export const GET = route(listModels, async ({ services }) => ({
  models: [...(await services.models.list())],
}));

export const POST = route(addModel, ({ input: { modelId, name, weights }, services, signal }) =>
  services.models.add(modelId, name, { weights, run: createRun({ signal }) }),
);
