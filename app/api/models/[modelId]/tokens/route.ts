import { tokens } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(tokens, ({ params, input, services }) =>
  services.modelHost.tokens(params.modelId, input),
);
