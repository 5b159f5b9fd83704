import { lifelongCase } from "@/lib/api";
import { caseOf } from "@/lib/server/runs/lifelong";
import { route } from "@/lib/server/http/route";

export const GET = route(lifelongCase, ({ params, services }) => caseOf(services, params.runId, params.edit));
