import { exampleCases } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { worldExamples } from "@/lib/server/worlds";

export const POST = route(exampleCases, async ({ params, input }) => ({
  cases: await worldExamples({ world: params.worldId, ...input }),
}));
