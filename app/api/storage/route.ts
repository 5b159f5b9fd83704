import { getStorage } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(getStorage, ({ input, services }) => services.dataFolder.report(input));
