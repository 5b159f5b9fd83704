import { startPrepare } from "@/lib/api";
import { filledMethods } from "@/lib/server/presets";
import { route } from "@/lib/server/http/route";

export const POST = route(startPrepare, async ({ input: { author, ...input }, services }) => {
  const methods = await filledMethods(services.store, input.model, input.methods);
  return { jobId: await services.runner.start("prepare", { ...input, methods }, author) };
});
