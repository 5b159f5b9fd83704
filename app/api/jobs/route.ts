import { listJobs } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { newestJobs } from "@/lib/server/jobs";

export const GET = route(listJobs, async ({ input, services }) => ({
  jobs: await newestJobs(services, input.limit),
}));
