import { retryJob } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(retryJob, async ({ params, services }) => ({
  jobId: await services.runner.retry(params.jobId),
}));
