import { createBranch } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(createBranch, ({ input, services }) => services.versions.createBranch(input));
