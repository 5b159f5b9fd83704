import { versionOverlays } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(versionOverlays, async ({ params, services }) => ({
  overlays: [...(await services.versions.overlays(params.versionId))],
}));
