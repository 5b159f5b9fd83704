import { cancelJob } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(cancelJob, async ({ params, services }) => ({
  status: await services.runner.cancel(params.jobId),
}));
