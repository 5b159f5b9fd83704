import { drawCases } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { atlasDraw } from "@/lib/server/worlds";

export const POST = route(drawCases, async ({ input }) => ({ cases: atlasDraw(input) }));
