import { moveBranch } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const PATCH = route(moveBranch, ({ params, input, services }) =>
  services.versions.move(params.branchId, input.head),
);
