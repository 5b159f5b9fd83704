import { importVersion } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { importFile } from "@/lib/server/exchange";

export const POST = route(importVersion, ({ input, services }) => importFile(services, input));
