import { waysIn } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const GET = route(waysIn, async ({ services, caller }) =>
  accountsOf(services).ways.of(visitorOf(caller)),
);
