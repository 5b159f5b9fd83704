import { drawCases } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { atlasDraw } from "@/lib/server/worlds";

export const GET = route(drawCases, async ({ input }) => ({ cases: atlasDraw(input.count, input.seed) }));
