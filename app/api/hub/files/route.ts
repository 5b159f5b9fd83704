import { listHubFiles } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(listHubFiles, ({ input, signal, services }) => services.hub.choices(input, signal));
