import { declinePlan } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { declineAnswer } from "@/lib/server/knowledge/graphs";

export const POST = route(declinePlan, ({ params, input, services }) =>
  declineAnswer(services, params.graphId, input),
);
