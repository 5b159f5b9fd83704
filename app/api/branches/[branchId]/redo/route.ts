import { redo } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(redo, ({ params, services }) => services.versions.redo(params.branchId));
