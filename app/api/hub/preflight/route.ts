import { preflightHub } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(preflightHub, ({ input, signal, services }) =>
  services.hub.preflight(input, signal),
);
