import { startPrepare } from "@/lib/api";
import { route } from "@/lib/server/route";

export const POST = route(startPrepare, async ({ input: { author, ...input }, services }) => ({
  jobId: await services.runner.start("prepare", input, author),
}));
