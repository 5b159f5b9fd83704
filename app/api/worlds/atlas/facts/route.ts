import { findFacts } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { atlasFacts } from "@/lib/server/worlds";

export const POST = route(findFacts, async ({ input }) => atlasFacts(input));
