import { getVersion } from "@/lib/api";
import { parse, respond } from "@/lib/server/route";
import { exportVersion } from "@/lib/version";

/** A version as a safetensors file with its manifest in the header. */
export const GET = respond(async ({ params, services }) => {
  const { versionId } = parse(getVersion.params, params, "");
  const bytes = await exportVersion(services.store, versionId);
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${versionId.slice(0, 16)}.safetensors"`,
    },
  });
});
