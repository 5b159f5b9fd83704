import { removeArtifact } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { fileResponse } from "@/lib/server/http/files";
import { parse, respond } from "@/lib/server/http/route";

/** The artifact as a safetensors file; its manifest is in the header. */
export const GET = respond("artifacts.file", async ({ params, services }) => {
  const { artifactId } = parse(removeArtifact.params, params);
  const bytes = (await services.artifacts.get(artifactId)) as Uint8Array<ArrayBuffer> | null;
  if (!bytes) throw new PalimpsestError("not_found", "There is no such artifact.");
  return fileResponse(bytes.length, null, () => bytes, `palimpsest-${artifactId.slice(0, 12)}.safetensors`);
});
