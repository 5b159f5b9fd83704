import { generate } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(generate, ({ params, input, services }) =>
  services.modelHost.generate(params.modelId, input),
);
