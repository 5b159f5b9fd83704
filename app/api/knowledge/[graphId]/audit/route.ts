import { graphAudit } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { auditAnswer } from "@/lib/server/knowledge/graphs";

export const GET = route(graphAudit, ({ params, input, services }) =>
  auditAnswer(services, params.graphId, input),
);
