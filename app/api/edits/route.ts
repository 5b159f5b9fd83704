import { startEdit } from "@/lib/api";
import { route } from "@/lib/server/route";

export const POST = route(
  startEdit,
  async ({ input: { author, ...input }, services }) => ({
    jobId: await services.runner.start("edit", input, author),
  }),
  // Ten thousand cases with their probes.
  { maxBodyBytes: 64_000_000 },
);
