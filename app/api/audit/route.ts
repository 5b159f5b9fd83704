import { listAudit } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const GET = route(listAudit, async ({ input, services }) => accountsOf(services).audit.list(input));
