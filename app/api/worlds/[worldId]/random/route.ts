import { drawCases } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { worldDraw } from "@/lib/server/worlds";

export const POST = route(drawCases, async ({ params, input }) => ({
  cases: await worldDraw({ world: params.worldId, ...input }),
}));
