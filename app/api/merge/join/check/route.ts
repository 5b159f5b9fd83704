import { joinCheck } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { checkJoin } from "@/lib/server/merge/join";

export const POST = route(joinCheck, ({ input, services, signal }) => checkJoin(services, input, signal));
