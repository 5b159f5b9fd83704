import { listLifelong, startLifelong } from "@/lib/api";
import { lifelongRunId, withAllParameters } from "@/lib/job";
import { lifelongRuns } from "@/lib/server/lifelong";
import { filledMethods } from "@/lib/server/presets";
import { route } from "@/lib/server/http/route";

export const GET = route(listLifelong, async ({ input: { model }, services }) => ({
  runs: await lifelongRuns(services.store, model),
}));

export const POST = route(
  startLifelong,
  async ({ input: { author, ...asked }, services: { store, runner } }) => {
    await store.models.get(asked.model);
    const [filled] = await filledMethods(store, asked.model, [asked]);
    const input = withAllParameters(filled);
    return { jobId: await runner.start("lifelong", input, author), runId: await lifelongRunId(input) };
  },
  // Ten thousand cases with their probes.
  { maxBodyBytes: 64_000_000 },
);
