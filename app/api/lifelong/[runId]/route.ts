import { deleteLifelong, getLifelong } from "@/lib/api";
import { forgetRun, lifelongRun } from "@/lib/server/runs/lifelong";
import { route } from "@/lib/server/http/route";

export const GET = route(getLifelong, ({ params, services }) => lifelongRun(services.store, params.runId));

export const DELETE = route(deleteLifelong, async ({ params, services }) => {
  await forgetRun(services, params.runId);
  return { deleted: params.runId };
});
