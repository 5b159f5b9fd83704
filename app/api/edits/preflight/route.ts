import { preflight } from "@/lib/api";
import { filledMethods } from "@/lib/server/presets";
import { route } from "@/lib/server/http/route";

export const POST = route(
  preflight,
  async ({ input, services }) => {
    const methods = await filledMethods(services.store, input.model, input.methods);
    return services.modelHost.preflight({ ...input, methods });
  },
  { maxBodyBytes: 16_000_000 },
);
