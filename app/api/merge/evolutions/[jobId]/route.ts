import { evolutionRecord } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { evolutionOf } from "@/lib/server/merge/evolution";

export const GET = route(evolutionRecord, ({ params: { jobId }, services }) => evolutionOf(services, jobId));
