import { getVersion } from "@/lib/api";
import { fileResponse } from "@/lib/server/http/files";
import { parse, respond } from "@/lib/server/http/route";

/** A version as a safetensors file with its manifest in the header. */
export const GET = respond(async ({ params, services }) => {
  const { versionId } = parse(getVersion.params, params);
  const bytes = (await services.versions.export(versionId)) as Uint8Array<ArrayBuffer>;
  const name = `palimpsest-${versionId.slice(0, "ver_".length + 12)}.safetensors`;
  return fileResponse(bytes.length, null, () => bytes, name);
});
