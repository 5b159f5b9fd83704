import { proposePlan } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { proposalAnswer } from "@/lib/server/knowledge/answers";

export const POST = route(proposePlan, ({ params, input, services }) =>
  proposalAnswer(services, params.graphId, input),
);
