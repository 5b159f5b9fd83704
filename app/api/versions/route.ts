import { keepVersion, versionGraph } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(versionGraph, async ({ input, services }) => {
  await services.models.prepared(input.model);
  const { branches, versions } = await services.versions.graph(input.model);
  return {
    branches: branches.map((branch) => ({ ...branch, overlays: [...branch.overlays] })),
    versions: [...versions],
  };
});

export const POST = route(
  keepVersion,
  ({ input, services }) => services.versions.keep(input),
  // The verdict holds the text of every probe.
  { maxBodyBytes: 64_000_000 },
);
