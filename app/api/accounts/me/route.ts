import { getMe } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const GET = route(getMe, async ({ services, caller }) => accountsOf(services).me(visitorOf(caller)));
