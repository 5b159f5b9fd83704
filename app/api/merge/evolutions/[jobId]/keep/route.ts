import { keepEvolved } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { keepEvolutionOf } from "@/lib/server/merge/evolution";

export const POST = route(keepEvolved, ({ params, input, services }) =>
  keepEvolutionOf(services, params.jobId, input),
);
