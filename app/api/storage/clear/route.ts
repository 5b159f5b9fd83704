import { clearStorage } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(clearStorage, ({ input, services }) => services.dataFolder.clear(input));
