import { versionGguf } from "@/lib/api";
import { ggufOfVersion } from "@/lib/server/exchange";
import { route } from "@/lib/server/http/route";

export const GET = route(versionGguf, async ({ params, input, services }) => {
  const { name, sizeBytes } = await ggufOfVersion(services, params.versionId, input.type);
  return { name, sizeBytes };
});
