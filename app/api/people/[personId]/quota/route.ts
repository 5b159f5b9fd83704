import { setQuota } from "@/lib/api";
import { quotasOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const PATCH = route(setQuota, async ({ params, input, services }) => {
  await quotasOf(services).set(params.personId, input.limits);
  return { limits: input.limits };
});
