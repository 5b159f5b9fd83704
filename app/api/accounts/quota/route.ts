import { myQuota } from "@/lib/api";
import { quotasOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const GET = route(myQuota, ({ services, caller }) => quotasOf(services).of(visitorOf(caller).person));
