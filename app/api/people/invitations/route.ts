import { invite } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const POST = route(invite, async ({ input, services, caller }) =>
  accountsOf(services).invite(visitorOf(caller), input),
);
