import { declineDevice } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const POST = route(declineDevice, async ({ input: { code }, services, caller }) =>
  accountsOf(services).devices.decide(visitorOf(caller), code, false),
);
