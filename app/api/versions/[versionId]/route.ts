import { getVersion } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(getVersion, ({ params, services }) => services.versions.version(params.versionId));
