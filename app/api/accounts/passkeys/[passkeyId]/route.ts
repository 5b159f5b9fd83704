import { removePasskey } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const DELETE = route(removePasskey, async ({ params: { passkeyId }, services, caller }) => {
  await accountsOf(services).ways.removePasskey(visitorOf(caller), passkeyId);
  return { removed: passkeyId };
});
