import { keepLifelong } from "@/lib/api";
import { keepRun } from "@/lib/server/runs/lifelong";
import { route } from "@/lib/server/http/route";

export const POST = route(keepLifelong, ({ params, input, services }) =>
  keepRun(services, params.runId, input),
);
