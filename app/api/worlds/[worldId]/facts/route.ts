import { findFacts } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { worldFacts } from "@/lib/server/worlds";

export const POST = route(findFacts, async ({ params, input }) =>
  worldFacts({ world: params.worldId, ...input }),
);
