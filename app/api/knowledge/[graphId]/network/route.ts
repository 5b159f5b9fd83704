import { drawNetwork } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { networkAnswer } from "@/lib/server/knowledge/graphs";

export const POST = route(drawNetwork, ({ params, input, services }) =>
  networkAnswer(services, params.graphId, input),
);
