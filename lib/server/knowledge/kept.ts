/** The versions that plans were kept as: where they lie, and edits that are used again where their base is the same. */
import { hashJson, invalidField, type JsonValue } from "../../base";
import type { EditRequest } from "../../data";
import type { Branch, ListedVersion, Store, Version } from "../../store";
import type { Services } from "../services";
import { MAIN_BRANCH, type VersionGraph } from "../../version";

/** By branch, the versions that its head applies. What no branch applies any more is nowhere to be taken out. */
export async function keptOn(
  store: Pick<Store, "versions" | "branches">,
  versions: Pick<VersionGraph, "applied">,
  kept: readonly string[],
  preferred?: string,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const id of kept) {
    const { model } = await store.versions.get(id);
    const branches = await store.branches.list({ where: { model } });
    const rank = (branch: { readonly id: string; readonly name: string }) =>
      branch.id === preferred ? 0 : branch.name === MAIN_BRANCH ? 1 : 2;
    for (const branch of [...branches].sort((a, b) => rank(a) - rank(b))) {
      if (!(await versions.applied(branch.id)).includes(id)) continue;
      found.set(branch.id, [...(found.get(branch.id) ?? []), id]);
      break;
    }
  }
  return found;
}

/** Versions whose edits are these requests and were computed on weights that are those of the branch's head, one a method. */
export async function computedBefore(
  store: Pick<Store, "versions" | "branches">,
  branchId: string,
  requests: readonly EditRequest[],
): Promise<{ readonly version: string; readonly method: string }[]> {
  const branch = requests.length === 0 ? null : await store.branches.find(branchId);
  if (branch === null) return [];
  const listed = await store.versions.listWithout(["overlays"], { where: { model: branch.model } });
  const byId = new Map<string, ListedVersion>(listed.map((version) => [version.id, version]));
  const base = byId.get(branch.head)?.fingerprint;
  const wanted = await hashJson(requests as unknown as JsonValue);
  const found = new Map<string, string>();
  for (const { id, change, parents } of listed) {
    if (change.kind !== "edit" || byId.get(parents[0])?.fingerprint !== base) continue;
    if ((await hashJson(change.requests as unknown as JsonValue)) === wanted) found.set(change.method, id);
  }
  return [...found].map(([method, version]) => ({ version, method }));
}

/** Keeps the edits of a version once more, on a head with the weights that they were computed on: nothing is computed. */
export async function keepAgain(
  { store, versions }: { readonly store: Store; readonly versions: Pick<VersionGraph, "keep" | "version"> },
  { version: id, branchId, ...who }: { version: string; branchId: string; author: string; reason: string },
  also: (inside: Store, version: Version) => Promise<void>,
): Promise<Version> {
  const { version, measurement } = await versions.version(id);
  const { head } = await store.branches.get(branchId);
  const [base, now] = await Promise.all([
    store.versions.find(version.parents[0] ?? ""),
    store.versions.get(head),
  ]);
  if (version.change.kind !== "edit" || measurement === null || base?.fingerprint !== now.fingerprint)
    throw invalidField(
      "keep.version",
      `The edits of version ${id} were computed on other weights than those of the branch.`,
      "Run the edit again.",
    );
  const { change, overlays, deltaNorms, fingerprint } = version;
  const { verdict, report, durationMs, place } = measurement;
  return versions.keep(
    {
      ...who,
      branchId,
      expectedHead: head,
      change,
      overlays,
      deltaNorms,
      fingerprint,
      verdict,
      report,
      durationMs,
      place,
    },
    also,
  );
}

/** Letters of a plan's name in that of its quarantine branch. */
const SHORT = 8;

/** A branch where the edits of a plan lie until another person has looked at it. `base` is what they were computed on. */
export async function quarantine(
  { store, versions }: Pick<Services, "store" | "versions">,
  base: string,
  plan: string,
): Promise<Branch> {
  const { model } = await store.versions.get(base);
  return versions.createBranch({ model, head: base, name: `quarantine-${plan.slice(0, SHORT)}` });
}
