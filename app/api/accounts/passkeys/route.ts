import { addPasskey, listPasskeys } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const GET = route(listPasskeys, async ({ services, caller }) =>
  accountsOf(services).ways.passkeys(visitorOf(caller)),
);

export const POST = route(addPasskey, async ({ input, request, services, caller }) =>
  accountsOf(services).ways.addPasskey(visitorOf(caller), input, request),
);
