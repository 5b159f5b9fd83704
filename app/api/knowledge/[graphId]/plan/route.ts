import { planStatements } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { planAnswer } from "@/lib/server/knowledge/answers";

export const POST = route(planStatements, ({ params, input, services }) =>
  planAnswer(services, params.graphId, input),
);
