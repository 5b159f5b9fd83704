import { versionGguf } from "@/lib/api";
import { createRun } from "@/lib/base";
import { ggufOfVersion } from "@/lib/server/exchange";
import { route } from "@/lib/server/http/route";

export const GET = route(versionGguf, async ({ params, input, services, signal }) => {
  const { name, sizeBytes } = await ggufOfVersion(
    createRun({ signal }),
    services,
    params.versionId,
    input.type,
  );
  return { name, sizeBytes };
});
