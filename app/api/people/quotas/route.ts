import { listQuotas } from "@/lib/api";
import { quotasOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const GET = route(listQuotas, ({ services }) => quotasOf(services).list());
