import { lifelongRetention } from "@/lib/api";
import { retentionOf } from "@/lib/server/runs/lifelong";
import { route } from "@/lib/server/http/route";

export const GET = route(lifelongRetention, ({ params, services }) => retentionOf(services, params.runId));
