import { proposeRelationFor } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { relationAnswer } from "@/lib/server/knowledge/graphs";

export const POST = route(proposeRelationFor, ({ params, input, services }) =>
  relationAnswer(services, params.graphId, input),
);
