import { catalog } from "@/lib/api";
import { route } from "@/lib/server/route";
import { catalogCards } from "@/lib/server/cards";

export const GET = route(catalog, async () => catalogCards());
