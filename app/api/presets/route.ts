import { listPresets, proposePreset } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(listPresets, async ({ input: { model }, services }) => ({
  presets: [...(await services.store.presets.list({ where: { model }, order: "newest" }))],
}));

export const POST = route(
  proposePreset,
  async ({ input, services }) => {
    await services.store.models.get(input.model);
    return { jobId: await services.runner.start("propose", input, input.author) };
  },
  { maxBodyBytes: 16_000_000 },
);
