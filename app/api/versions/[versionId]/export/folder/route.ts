import { versionFolder } from "@/lib/api";
import { createRun } from "@/lib/base";
import { folderOfVersion } from "@/lib/server/exchange";
import { route } from "@/lib/server/http/route";
import { tarArchive } from "@/lib/server/http/tar";

export const GET = route(versionFolder, async ({ params, input, services, signal }) => {
  const run = createRun({ signal });
  const { name, files, date } = await folderOfVersion(run, services, params.versionId, input.dtype);
  return {
    name,
    files: files.map((file) => ({ name: file.name, sizeBytes: file.sizeBytes })),
    sizeBytes: tarArchive(name, files, date).sizeBytes,
  };
});
