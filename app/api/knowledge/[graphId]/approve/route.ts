import { approvePlan } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { approvalAnswer } from "@/lib/server/knowledge/answers";

export const POST = route(approvePlan, ({ params, input, services }) =>
  approvalAnswer(services, params.graphId, input),
);
