import { respond } from "@/lib/server/http/route";

/** Whether the server is alive, and what the process that runs models is doing. It asks nothing else: see /api/ready. */
export const GET = respond("health", async ({ services }) =>
  Response.json({ status: "ok", worker: services.workerState() }),
);
