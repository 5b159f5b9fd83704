import { preflightFiles } from "@/lib/api";
import { reportCheckpoint } from "@/lib/server/files/checkpoint-check";
import { headFiles } from "@/lib/server/files/head-files";
import { route } from "@/lib/server/http/route";

export const POST = route(
  preflightFiles,
  ({ input: { modelId, files, weights } }) => reportCheckpoint(modelId, headFiles(files), { weights }),
  // The headers of many shards.
  { maxBodyBytes: 64_000_000 },
);
