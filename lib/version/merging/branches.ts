/**
 * Two branches of edits made one. What the other branch added comes on top of this one; an edit that it took out is taken out. Where
 * both taught the same fact different answers, a person says which one holds: answers are never averaged. The edits of a version
 * share their overlays, so that a choice is about whole versions.
 */
import { invalidField, PalimpsestError } from "../../base";
import { clashesOf, type EditRequest } from "../../data";
import { factorKinship, type Factors } from "../../merge";
import { readOverlay } from "../../model";
import type { Branch, Store, Version } from "../../store";
import { floats } from "../../tensor";
import { appliedOverlays, descentOf, stepOf } from "../lineage";
import { makeVersion } from "../version";

/** The same fact, taught differently. */
export interface FactConflict {
  readonly left: { readonly version: string; readonly request: EditRequest };
  readonly right: { readonly version: string; readonly request: EditRequest };
}

export interface BranchMerge {
  /** The last version that both have. */
  readonly ancestor: string;
  /** Versions of the other branch that would be added, in order. */
  readonly added: readonly string[];
  /** Shared versions that the other branch took out. */
  readonly takenOut: readonly string[];
  readonly conflicts: readonly FactConflict[];
  /** Cosine of what each side changed, from factors; null where a side has none, or changes that are no factors. */
  readonly kinship: number | null;
}

interface Side {
  readonly line: readonly Version[];
  /** Versions whose overlays it applies, with these. */
  readonly applied: readonly { readonly address: string; readonly by: string }[];
}

/** What merging `right` into `left` would do. Both are versions of one model. */
export async function planBranchMerge(store: Store, left: string, right: string): Promise<BranchMerge> {
  const [one, other] = await Promise.all([descentOf(store, left), descentOf(store, right)]);
  if (one.version.model !== other.version.model) {
    throw invalidField(
      "right",
      `These are versions of ${one.version.model} and of ${other.version.model}.`,
      "Merge branches of one model.",
    );
  }
  const shared = one.line.filter((version, i) => other.line[i]?.id === version.id).length;
  const ancestor = one.line[shared - 1];
  const before = appliedOverlays(one.line.slice(0, shared).map(stepOf)).map(({ by }) => by);
  const isShared = new Set(one.line.slice(0, shared).map(({ id }) => id));
  const ofOther = new Set(other.applied.map(({ by }) => by));
  const added = [...ofOther].filter((id) => !isShared.has(id));
  return {
    ancestor: ancestor.id,
    added,
    takenOut: [...new Set(before)].filter(
      (id) => !ofOther.has(id) && one.applied.some(({ by }) => by === id),
    ),
    conflicts: conflictsOf(one, other, isShared),
    kinship: await kinshipOfEdits(
      store,
      [one, other].map(({ applied }) =>
        applied.filter(({ by }) => !isShared.has(by)).map(({ address }) => address),
      ),
    ),
  };
}

/** How related two lists of overlays are. Nothing is made whole. */
async function kinshipOfEdits(
  { blobs }: Pick<Store, "blobs">,
  sides: readonly (readonly string[])[],
): Promise<number | null> {
  const changes: Map<string, Factors[]>[] = [];
  const sizes = new Map<string, number>();
  for (const addresses of sides) {
    const byWeight = new Map<string, Factors[]>();
    for (const address of addresses) {
      const overlay = readOverlay(await blobs.get(address));
      if (overlay.kind !== "weights") return null;
      for (const delta of overlay.deltas) {
        if (delta.form !== "low-rank") return null;
        const { parameter, left, right } = delta;
        const own = { left: floats(left), right: floats(right), rank: left.shape[1] };
        byWeight.set(parameter, [...(byWeight.get(parameter) ?? []), own]);
        sizes.set(parameter, left.shape[0] * right.shape[1]);
      }
    }
    changes.push(byWeight);
  }
  const [left, right] = changes;
  const weights = [...sizes].map(([name, size]) => ({
    size,
    left: left.get(name) ?? [],
    right: right.get(name) ?? [],
  }));
  return weights.length === 0 ? null : factorKinship(weights).cosine;
}

function conflictsOf(left: Side, right: Side, shared: ReadonlySet<string>): readonly FactConflict[] {
  const [mine, theirs] = [left, right].map((side) => taughtBy(side, shared));
  return theirs.flatMap((other) => {
    const cases = [...mine, other].map(({ request }) => ({ request, rephrases: [] }));
    return clashesOf(cases)
      .filter(({ kind, second }) => kind === "contradiction" && second === mine.length)
      .map(({ first }) => ({ left: mine[first], right: other }));
  });
}

/** The facts that a side still applies and the other may not have. */
function taughtBy({ line, applied }: Side, shared: ReadonlySet<string>): FactConflict["left"][] {
  const holding = new Set(applied.map(({ by }) => by));
  return line
    .filter(({ id }) => !shared.has(id) && holding.has(id))
    .flatMap(({ id, change }) =>
      change.kind === "edit" ? change.requests.map((request) => ({ version: id, request })) : [],
    );
}

export interface BranchMergeInput {
  /** The branch that gets the other's edits. */
  readonly branchId: string;
  readonly other: string;
  /** Of each conflict of the plan, in its order, whose answer holds. */
  readonly choices: readonly ("left" | "right")[];
  readonly author: string;
  readonly reason: string;
}

interface Measures {
  readonly fingerprintOf: (model: string, overlays: readonly string[]) => Promise<string>;
  readonly distance: (
    model: string,
    left: readonly string[],
    right: readonly string[],
  ) => Promise<Record<string, number>>;
  readonly now?: () => Date;
}

/** Throws `conflict` when a choice is missing or the branch has moved, `no_effect` when the other has nothing more. */
export async function mergeBranches(
  store: Store,
  { fingerprintOf, distance, now = () => new Date() }: Measures,
  { branchId, other, choices, author, reason }: BranchMergeInput,
): Promise<Version> {
  const branch = await store.branches.get(branchId);
  const plan = await planBranchMerge(store, branch.head, other);
  if (choices.length !== plan.conflicts.length) {
    throw new PalimpsestError(
      "conflict",
      `The branches teach ${plan.conflicts.length} facts differently; ${choices.length} choices were given.`,
      {
        hint: "Say of each whose answer holds.",
        details: { field: "choices" },
      },
    );
  }
  const chosen = (side: "left" | "right") =>
    new Set(plan.conflicts.filter((_, i) => choices[i] !== side).map((conflict) => conflict[side].version));
  const [lost, leftOut] = [chosen("left"), chosen("right")];
  const [mine, theirs] = await Promise.all([descentOf(store, branch.head), descentOf(store, other)]);
  const overlays = theirs.applied
    .filter(({ by }) => plan.added.includes(by) && !leftOut.has(by))
    .map(({ address }) => address);
  const removed = [...new Set([...plan.takenOut, ...lost])];
  if (overlays.length === 0 && removed.length === 0) {
    throw new PalimpsestError("no_effect", "The other branch has nothing that this one lacks.");
  }
  const before = mine.applied.map(({ address }) => address);
  const after = [
    ...mine.applied.filter(({ by }) => !removed.includes(by)).map(({ address }) => address),
    ...overlays,
  ];
  const [fingerprint, deltaNorms] = await Promise.all([
    fingerprintOf(branch.model, after),
    distance(branch.model, before, after),
  ]);
  const createdAt = now().toISOString();
  const version = await makeVersion({
    model: branch.model,
    parents: [branch.head, other],
    change: { kind: "union", removed, leftOut: [...leftOut] },
    overlays,
    author,
    reason,
    createdAt,
    deltaNorms,
    fingerprint,
  });
  return store.transaction(async (inside) => {
    const current: Branch = await inside.branches.get(branchId);
    if (current.head !== branch.head) {
      throw new PalimpsestError("conflict", `Branch ${branch.name} has moved since the merge was planned.`, {
        hint: "Merge again.",
        details: { field: "branchId" },
      });
    }
    await inside.versions.put(version);
    await inside.branches.put({ ...current, head: version.id, redo: [], updatedAt: createdAt });
    return version;
  });
}
