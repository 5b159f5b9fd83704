import { keepVersion, versionGraph } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { keepEdit } from "@/lib/server/runs/keep";

export const GET = route(versionGraph, async ({ input, services }) => {
  await services.models.prepared(input.model);
  const { branches, versions } = await services.versions.graph(input.model);
  return {
    branches: [...branches],
    versions: [...versions],
  };
});

export const POST = route(
  keepVersion,
  ({ input, services }) => keepEdit(services, input),
  // The verdict of a browser's run holds the text of every probe.
  { maxBodyBytes: 16_000_000 },
);
