import { compareVersions } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(compareVersions, async ({ params, input, services }) => {
  const { ancestor, onlyLeft, onlyRight, distance } = await services.versions.compare(
    params.versionId,
    input.with,
  );
  return { ancestor, onlyLeft: [...onlyLeft], onlyRight: [...onlyRight], distance };
});
