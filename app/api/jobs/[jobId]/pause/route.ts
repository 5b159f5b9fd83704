import { pauseJob } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(pauseJob, async ({ params, services }) => ({
  status: await services.runner.pause(params.jobId),
}));
