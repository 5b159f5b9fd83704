import { getOperations } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const GET = route(getOperations, ({ services }) => services.operations.overview());
