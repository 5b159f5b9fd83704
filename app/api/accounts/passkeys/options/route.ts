import { passkeyOptions } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const POST = route(passkeyOptions, async ({ request, services, caller }) =>
  accountsOf(services).ways.passkeyOptions(visitorOf(caller), request),
);
