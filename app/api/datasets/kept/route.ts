import { listKept, ListTerms } from "@/lib/api";
import { invalidField } from "@/lib/base";
import { parse, readBody, respond, route } from "@/lib/server/http/route";
import { keepList, keptLists } from "@/lib/store";

/** The whole of CounterFact is 45 MB. */
const MAX_LIST_BYTES = 64_000_000;

export const GET = route(listKept, async ({ services }) => ({ lists: await keptLists(services.artifacts) }));

/** Takes in a file, under the hash of its content. */
export const POST = respond("datasets.keep", async ({ request, services }) => {
  if (request.headers.get("content-type") !== "application/octet-stream")
    throw invalidField("content-type", "A list is sent as application/octet-stream.");
  const terms = parse(ListTerms, Object.fromEntries(new URL(request.url).searchParams));
  const bytes = await readBody(request, MAX_LIST_BYTES);
  const { kept } = await keepList(services.artifacts, { ...terms, bytes });
  return Response.json(kept);
});
