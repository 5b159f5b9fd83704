import { aboutEntity } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { entityAnswer } from "@/lib/server/knowledge/answers";

export const GET = route(aboutEntity, ({ params, input, services }) =>
  entityAnswer(services, params.graphId, input),
);
