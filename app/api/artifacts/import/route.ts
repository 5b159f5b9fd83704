import { invalidField } from "@/lib/base";
import { importToServer } from "@/lib/server/artifacts";
import { readBody, respond } from "@/lib/server/http/route";

/** The second moment of the widest layer that a server of today is given. */
const MAX_ARTIFACT_BYTES = 1_000_000_000;

/** Takes in an exported artifact, after checking it against the models that are here. */
export const POST = respond("artifacts.import", async ({ request, services }) => {
  if (request.headers.get("content-type") !== "application/octet-stream") {
    throw invalidField("content-type", "An artifact is sent as application/octet-stream.");
  }
  return Response.json(await importToServer(services, await readBody(request, MAX_ARTIFACT_BYTES)));
});
