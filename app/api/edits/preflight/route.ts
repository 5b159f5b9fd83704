import { preflight } from "@/lib/api";
import { route } from "@/lib/server/route";

export const POST = route(preflight, ({ input, services }) => services.bench.preflight(input), {
  maxBodyBytes: 16_000_000,
});
