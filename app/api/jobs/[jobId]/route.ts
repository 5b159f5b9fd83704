import { getJob } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { jobWithProgress } from "@/lib/server/jobs";

export const GET = route(getJob, ({ params, services }) => jobWithProgress(services.store, params.jobId));
