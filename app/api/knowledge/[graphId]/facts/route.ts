import { searchGraph } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { factsAnswer } from "@/lib/server/knowledge/answers";

export const GET = route(searchGraph, ({ params, input, services }) =>
  factsAnswer(services, params.graphId, input),
);
