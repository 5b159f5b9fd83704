import { findNames } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { namesAnswer } from "@/lib/server/knowledge/graphs";

export const GET = route(findNames, ({ params, input, services }) =>
  namesAnswer(services, params.graphId, input),
);
