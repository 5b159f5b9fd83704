import { undo } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(undo, ({ params, services }) => services.versions.undo(params.branchId));
