import { startEdit } from "@/lib/api";
import { filledMethods } from "@/lib/server/presets";
import { route } from "@/lib/server/http/route";

export const POST = route(
  startEdit,
  async ({ input: { author, ...input }, services }) => {
    const methods = await filledMethods(services.store, input.model, input.methods);
    return { jobId: await services.runner.start("edit", { ...input, methods }, author) };
  },
  // Ten thousand cases with their probes.
  { maxBodyBytes: 64_000_000 },
);
