import { getGraph } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { graphAnswer } from "@/lib/server/knowledge/answers";

export const GET = route(getGraph, ({ params, services }) => graphAnswer(services, params.graphId));
