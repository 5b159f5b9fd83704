import { listPeople } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const GET = route(listPeople, async ({ services }) => accountsOf(services).people());
