import { fingerprint } from "@/lib/api";
import { route } from "@/lib/server/http/route";

export const POST = route(fingerprint, ({ params, input, services }) =>
  services.modelHost.fingerprint(params.modelId, input),
);
