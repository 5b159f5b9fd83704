import { joinBranches, joinPlan } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { joinOnBranch, planOf } from "@/lib/server/merge/join";

export const GET = route(joinPlan, ({ input, services }) => planOf(services, input));

export const POST = route(joinBranches, ({ input, services, signal }) =>
  joinOnBranch(services, input, signal),
);
