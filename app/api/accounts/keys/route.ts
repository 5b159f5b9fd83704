import { createKey, listKeys } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const GET = route(listKeys, async ({ services, caller }) =>
  accountsOf(services).keys(visitorOf(caller)),
);

export const POST = route(createKey, async ({ input, services, caller }) =>
  accountsOf(services).createKey(visitorOf(caller), input),
);
