import { resumeJob } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(resumeJob, async ({ params, services }) => ({
  status: await services.runner.resume(params.jobId),
}));
