import { respond } from "@/lib/server/http/route";
import { EXPOSITION_TYPE } from "@/lib/server/operations/metrics/exposition";

/** For Prometheus, where the server asks who comes: its figures say what people do here. */
export const GET = respond(
  "metrics",
  async ({ services }) =>
    new Response(await services.operations.metrics(), {
      headers: { "content-type": EXPOSITION_TYPE, "cache-control": "no-store" },
    }),
);
