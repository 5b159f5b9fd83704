import { nextTokens } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(nextTokens, ({ params, input, services }) =>
  services.modelHost.nextTokens(params.modelId, input),
);
