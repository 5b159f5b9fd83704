import { listGraphs } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { graphsAnswer } from "@/lib/server/knowledge/answers";

export const GET = route(listGraphs, ({ services }) => graphsAnswer(services));
