import { reportJob } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(
  reportJob,
  ({ params, input, services }) => services.runner.report(params.jobId, input),
  // The verdicts of ten thousand cases.
  { maxBodyBytes: 256_000_000 },
);
