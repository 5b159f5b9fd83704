import { getVersion } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { parse, respond } from "@/lib/server/route";

/** A version as a safetensors file with its manifest in the header. */
export const GET = respond(async ({ params, services }) => {
  const { versionId } = parse(getVersion.params, params, "");
  await services.store.versions.get(versionId);
  throw new PalimpsestError("unsupported", "Export is not connected yet.");
});
