import { verifyAudit } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const GET = route(verifyAudit, async ({ services }) => accountsOf(services).audit.verify());
