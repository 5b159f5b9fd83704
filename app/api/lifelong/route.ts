import { listLifelong, startLifelong } from "@/lib/api";
import { lifelongRunId } from "@/lib/job";
import { lifelongRuns } from "@/lib/server/lifelong";
import { filledMethods } from "@/lib/server/presets";
import { route } from "@/lib/server/route";

export const GET = route(listLifelong, async ({ input: { model }, services }) => ({
  runs: await lifelongRuns(services.store, model),
}));

export const POST = route(
  startLifelong,
  async ({ input: { author, ...asked }, services: { store, runner } }) => {
    await store.models.get(asked.model);
    const [filled] = await filledMethods(store, asked.model, [asked]);
    return {
      jobId: await runner.start("lifelong", filled, author),
      runId: await lifelongRunId(filled),
    };
  },
  // Ten thousand cases with their probes.
  { maxBodyBytes: 64_000_000 },
);
