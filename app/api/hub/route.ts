import { getHub } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(getHub, async ({ services }) => services.hub.describe());
