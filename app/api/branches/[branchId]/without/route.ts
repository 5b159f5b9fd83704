import { without } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(without, async ({ params, input, services }) => {
  const { version, dependents } = await services.versions.without(params.branchId, {
    ...input,
    removed: [input.removed],
  });
  return { version, dependents: [...dependents] };
});
