import { listJobs, startJob as endpoint } from "@/lib/api";
import { clientOf } from "@/lib/server/front/clients";
import { route } from "@/lib/server/http/route";
import { newestJobs, startJob } from "@/lib/server/runs/jobs";

export const GET = route(listJobs, async ({ input, services }) => ({
  jobs: await newestJobs(services, input.limit),
}));

export const POST = route(
  endpoint,
  async ({ input, services, omitted, address }) => ({
    ...(await startJob(services, input, clientOf(address, input.author))),
    ...(omitted.length > 0 && { omitted: [...omitted] }),
  }),
  // Ten thousand cases with their probes.
  {
    maxBodyBytes: 64_000_000,
    read: async ({ jobReader }, bytes) => {
      const { asked, omitted } = await jobReader.read(bytes);
      return { input: asked, omitted };
    },
  },
);
