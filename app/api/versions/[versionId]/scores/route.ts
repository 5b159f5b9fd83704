import { versionScores } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(versionScores, async ({ params, services }) => ({
  metrics: await services.versions.scores(params.versionId),
}));
