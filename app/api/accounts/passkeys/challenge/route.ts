import { passkeyChallenge } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const POST = route(passkeyChallenge, async ({ request, services }) =>
  accountsOf(services).ways.passkeyChallenge(request),
);
