import { undoPlans } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { undoAnswer } from "@/lib/server/knowledge/answers";

export const POST = route(undoPlans, ({ params, input, services }) =>
  undoAnswer(services, params.graphId, input),
);
