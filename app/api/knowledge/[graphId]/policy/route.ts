import { setGraphPolicy } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { policyAnswer } from "@/lib/server/knowledge/graphs";

export const POST = route(setGraphPolicy, ({ params, input, services }) =>
  policyAnswer(services, params.graphId, input),
);
