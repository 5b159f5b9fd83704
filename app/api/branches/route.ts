import { createBranch } from "@/lib/api";
import { route } from "@/lib/server/route";

export const POST = route(createBranch, ({ input, services }) => services.versions.createBranch(input));
