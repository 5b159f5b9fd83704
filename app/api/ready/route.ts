import { readiness } from "@/lib/server/front/readiness";
import { respond } from "@/lib/server/http/route";

/** Whether all that work needs is there. The status is 503 while it is not. */
export const GET = respond("ready", async ({ services }) => {
  const found = await readiness(services);
  return Response.json(found, {
    status: found.isReady ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
});
