import { endSession } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const DELETE = route(endSession, async ({ params: { sessionId }, services, caller }) => {
  await accountsOf(services).endSession(visitorOf(caller), sessionId);
  return { ended: sessionId };
});
