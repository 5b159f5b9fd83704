import { removeKey } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const DELETE = route(removeKey, async ({ params: { keyId }, services, caller }) => {
  await accountsOf(services).removeKey(visitorOf(caller), keyId);
  return { removed: keyId };
});
