import { getJob } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { jobDetails } from "@/lib/server/runs/jobs";

export const GET = route(getJob, ({ params, services }) => jobDetails(services, params.jobId));
