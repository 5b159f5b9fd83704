import { listLifelong } from "@/lib/api";
import { lifelongRuns } from "@/lib/server/runs/lifelong";
import { route } from "@/lib/server/http/route";

export const GET = route(listLifelong, async ({ input: { model }, services }) => ({
  runs: await lifelongRuns(services.store, model),
}));
