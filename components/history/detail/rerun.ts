/** The address of Edit with a kept edit filled in: its requests, its probes, its method and parameters. */
import type { EditCase, EditRequest } from "@/lib/data";
import type { ProbeResult, Verdict } from "@/lib/eval";
import { caseOf } from "@/lib/eval/results";
import type { ListedVersion } from "@/lib/store";

/** Beyond this many the address would be too long for some servers; the record can be copied instead. */
const MOST_REQUESTS = 12;

/** `base` is the path of Edit with the model, branch and place. Null when the version is no edit, or too large for a link. */
export function editHref(
  base: string,
  { change }: ListedVersion,
  verdict: Verdict | undefined,
): string | null {
  if (change.kind !== "edit" || change.requests.length > MOST_REQUESTS) return null;
  const [path, query] = base.split("?");
  const search = new URLSearchParams(query);
  search.set("e", JSON.stringify(change.requests.map((request) => codeOf(request, verdict?.probes ?? []))));
  search.set("x", JSON.stringify([[change.method, change.parameters]]));
  return `${path}?${search.toString()}`;
}

/** As Edit writes its drafts: subject, prompt, target, true answer, rephrasings, neighbours, consequences, form, facts that may change. */
function codeOf(request: EditRequest, probes: readonly ProbeResult[]) {
  const { rephrases, locality, portability, mayChange } = caseOf(
    request,
    probes.filter((probe) => probe.caseId === request.id),
  );
  const pairs = (kinds: EditCase["locality"]) =>
    Object.entries(kinds).flatMap(([kind, ofKind]) =>
      ofKind.map(({ prompt, target, alternatives = [] }) => [kind, prompt, target, ...alternatives]),
    );
  return [
    request.subject,
    request.prompt,
    request.targetNew,
    request.targetTrue ?? "",
    rephrases,
    pairs(locality),
    pairs(portability),
    ...(mayChange ? [null, pairs(mayChange)] : []),
  ];
}
