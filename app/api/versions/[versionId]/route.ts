import { getVersion } from "@/lib/api";
import { route } from "@/lib/server/route";

export const GET = route(getVersion, ({ params, services }) => services.versions.version(params.versionId));
