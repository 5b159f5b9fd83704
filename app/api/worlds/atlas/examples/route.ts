import { exampleCases } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { atlasExamples } from "@/lib/server/worlds";

export const POST = route(exampleCases, async ({ input }) => ({ cases: atlasExamples(input.known) }));
