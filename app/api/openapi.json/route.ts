import { openApi } from "@/lib/api";
import { respond } from "@/lib/server/http/route";

/** The description of this API, in OpenAPI 3.1. */
export const GET = respond("openapi", async () => Response.json(openApi()));
