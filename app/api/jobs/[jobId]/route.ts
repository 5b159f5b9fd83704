import { deleteJob as deleteEndpoint, getJob } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { deleteJob, jobDetails } from "@/lib/server/runs/jobs";

export const GET = route(getJob, ({ params, services }) => jobDetails(services, params.jobId));

export const DELETE = route(deleteEndpoint, async ({ params, services }) => {
  await deleteJob(services, params.jobId);
  return { deleted: params.jobId };
});
