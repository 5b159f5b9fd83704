import { z } from "zod";
import { Address } from "@/lib/store";
import { parse, respond } from "@/lib/server/http/route";

const Params = z.object({ address: Address });

/** The bytes of a blob, checked against their address. */
export const GET = respond("blobs.get", async ({ params, services }) => {
  const bytes = await services.blobs.get(parse(Params, params).address);
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      "content-type": "application/octet-stream",
      "cache-control": "private, max-age=31536000, immutable",
    },
  });
});
