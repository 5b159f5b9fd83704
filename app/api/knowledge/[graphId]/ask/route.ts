import { askGraph } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { answerOf } from "@/lib/server/knowledge/answers";

export const POST = route(askGraph, ({ params, input, services }) =>
  answerOf(services, params.graphId, input),
);
