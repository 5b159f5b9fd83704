import { exampleCases } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { atlasExamples } from "@/lib/server/worlds";

export const GET = route(exampleCases, async () => ({ cases: atlasExamples() }));
