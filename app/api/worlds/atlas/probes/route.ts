import { suggestProbes } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { atlasProbes } from "@/lib/server/worlds";

export const POST = route(suggestProbes, async ({ input }) => atlasProbes(input));
