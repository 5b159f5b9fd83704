import { listSessions } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const GET = route(listSessions, async ({ services, caller }) =>
  accountsOf(services).sessions(visitorOf(caller)),
);
