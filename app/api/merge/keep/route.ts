import { keepMerge } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { keepMergedModel } from "@/lib/server/merge/keep";

export const POST = route(keepMerge, ({ input, services }) => keepMergedModel(services, input));
