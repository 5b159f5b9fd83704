import { ExportGraphQuery, getGraph } from "@/lib/api";
import { fileResponse } from "@/lib/server/http/files";
import { parse, respond } from "@/lib/server/http/route";
import { graphFile } from "@/lib/server/knowledge/graphs";

/** The stated facts of a graph as CSV or Turtle, now or as of a plan or a day. */
export const GET = respond("knowledge.export", async ({ request, params, services }) => {
  const { graphId } = parse(getGraph.params, params);
  const query = parse(ExportGraphQuery, Object.fromEntries(new URL(request.url).searchParams));
  const { name, text } = await graphFile(services, graphId, query);
  const bytes = new TextEncoder().encode(text);
  return fileResponse(bytes.length, null, () => bytes, name);
});
