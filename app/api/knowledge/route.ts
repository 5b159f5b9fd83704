import { importGraph, listGraphs } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { graphsAnswer } from "@/lib/server/knowledge/answers";
import { importAnswer } from "@/lib/server/knowledge/graphs";

/** A file of a hundred thousand facts. */
const MOST_BYTES = 32_000_000;

export const GET = route(listGraphs, ({ services }) => graphsAnswer(services));

export const POST = route(importGraph, ({ input, services }) => importAnswer(services, input), {
  maxBodyBytes: MOST_BYTES,
});
