import { invalidField } from "@/lib/base";
import { readBody, respond } from "@/lib/server/http/route";

const MAX_BLOB_BYTES = 64_000_000;

/** Stores bytes under the address of their content. */
export const POST = respond("blobs.store", async ({ request, services }) => {
  if (request.headers.get("content-type") !== "application/octet-stream") {
    throw invalidField("content-type", "A blob is sent as application/octet-stream.");
  }
  const bytes = await readBody(request, MAX_BLOB_BYTES);
  if (bytes.length === 0) throw invalidField("body", "The blob is empty.");
  return Response.json({ address: await services.blobs.put(bytes) });
});
