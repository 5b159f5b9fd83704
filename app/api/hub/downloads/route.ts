import { startDownload } from "@/lib/api";
import { clientOf } from "@/lib/server/front/clients";
import { route } from "@/lib/server/http/route";

export const POST = route(startDownload, async ({ input, signal, services, address }) => {
  const { author, ...wanted } = input;
  const pinned = await services.hub.pin(wanted, signal);
  return { jobId: await services.runner.start("download", pinned, author, clientOf(address, author)) };
});
