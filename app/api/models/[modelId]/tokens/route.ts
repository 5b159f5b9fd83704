import { tokens } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(tokens, ({ params, input, services }) =>
  services.bench.tokens(params.modelId, input),
);
