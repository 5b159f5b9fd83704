import { suggestProbes } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { worldProbes } from "@/lib/server/worlds";

export const POST = route(suggestProbes, async ({ params, input }) =>
  worldProbes({ world: params.worldId, ...input }),
);
