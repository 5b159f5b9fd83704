import { startDownload } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(startDownload, async ({ input: { author, ...input }, signal, services }) => ({
  jobId: await services.runner.start("download", await services.hub.pin(input, signal), author),
}));
