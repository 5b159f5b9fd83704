/** What slides record of a lifelong run. */
import { catalog, getLifelong } from "@/lib/api";
import { callEndpoint } from "@/lib/client/queries/http";
import type { NamedRun } from "@/components/evaluate/numbers";
import type { Protocol } from "@/lib/eval";
import type { View } from "./kind";

export const STAGE_PROTOCOL: Protocol = "generation";

export function showsRun({ path, query }: View): boolean {
  return path === "/evaluate" && query.has("run");
}

export function runIdOf({ query }: View): string {
  return query.get("run") ?? "";
}

export async function recordRun(view: View): Promise<NamedRun> {
  const [run, { methods }] = await Promise.all([
    callEndpoint(getLifelong, { params: { runId: runIdOf(view) } }),
    callEndpoint(catalog, { input: {} }),
  ]);
  return { run, name: methods.find(({ id }) => id === run.method)?.name ?? run.method };
}
