import { removeArtifact } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const DELETE = route(removeArtifact, async ({ params, services }) => {
  await services.artifacts.remove(params.artifactId);
  return { removed: params.artifactId };
});
