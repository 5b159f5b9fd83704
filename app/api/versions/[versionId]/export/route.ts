import { ExportQuery, getVersion } from "@/lib/api";
import { createRun } from "@/lib/base";
import { folderOfVersion, ggufOfVersion } from "@/lib/server/exchange";
import { fileResponse, streamOf } from "@/lib/server/http/files";
import { parse, respond } from "@/lib/server/http/route";
import { tarArchive } from "@/lib/server/http/tar";

/** A version as a safetensors file with its manifest in the header, as a whole checkpoint in a tar archive, or as a GGUF file. */
export const GET = respond("versions.export", async ({ request, params, services }) => {
  const { versionId } = parse(getVersion.params, params);
  const query = parse(ExportQuery, Object.fromEntries(new URL(request.url).searchParams));
  if (query.as === "folder") {
    const run = createRun({ signal: request.signal });
    const { name, files, date } = await folderOfVersion(run, services, versionId, query.dtype);
    const archive = tarArchive(name, files, date);
    return fileResponse(archive.sizeBytes, null, () => streamOf(archive.bytes(run)), `${name}.tar`);
  }
  if (query.as === "gguf") {
    const run = createRun({ signal: request.signal });
    const file = await ggufOfVersion(run, services, versionId, query.type);
    return fileResponse(file.sizeBytes, null, () => streamOf(file.bytes(run)), file.name);
  }
  const bytes = (await services.versions.export(versionId)) as Uint8Array<ArrayBuffer>;
  const name = `palimpsest-${versionId.slice(0, "ver_".length + 12)}.safetensors`;
  return fileResponse(bytes.length, null, () => bytes, name);
});
