import { listArtifacts as endpoint } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { listArtifacts } from "@/lib/store";

export const GET = route(endpoint, async ({ services }) => ({
  artifacts: await listArtifacts(services.artifacts),
}));
