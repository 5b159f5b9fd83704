import { preflightFiles } from "@/lib/api";
import { reportCheckpoint } from "@/lib/server/checkpoint-check";
import { headFiles } from "@/lib/server/head-files";
import { route } from "@/lib/server/route";

export const POST = route(
  preflightFiles,
  ({ input }) => reportCheckpoint(input.modelId, headFiles(input.files)),
  // The headers of many shards.
  { maxBodyBytes: 64_000_000 },
);
