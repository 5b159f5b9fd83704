import { hubShelf } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(hubShelf, ({ services }) => services.hub.shelf());
