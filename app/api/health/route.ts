import { respond } from "@/lib/server/http/route";

/** Whether the server answers, its database does, and what the process that runs models is doing. */
export const GET = respond(async ({ services }) => {
  const models = await services.models.list();
  return Response.json({ status: "ok", models: models.length, worker: services.workerState() });
});
