import { generate } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(generate, ({ params, input, services }) =>
  services.bench.generate(params.modelId, input),
);
