import { PalimpsestError } from "@/lib/base";
import { respond } from "@/lib/server/http/route";

/** Every address of the API that is none. */
const refuse = respond(null, async () => {
  throw new PalimpsestError("not_found", "The API has no such address, or not with this method.", {
    hint: "Its addresses are listed at /api/openapi.json.",
  });
});

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
