/**
 * Two branches of edits made one. What the other branch added comes on top of this one; an edit that it took out is taken out. Where
 * both taught the same fact different answers, a person says which one holds: answers are never averaged. The edits of a version
 * share their overlays, so that a choice is about whole versions.
 */
import { because, invalidField, PalimpsestError } from "../../base";
import { clashesOf, type EditRequest } from "../../data";
import { factorKinship, type Factors } from "../../merge";
import { readOverlay } from "../../model";
import type { Branch, Store, Version } from "../../store";
import { floats } from "../../tensor";
import { appliedOverlays, descentOf, lineage, stepOf } from "../lineage";
import { makeVersion, measurementOf, type Judgement } from "../version";

/** A fact that a version taught. */
interface TaughtFact {
  readonly version: string;
  readonly request: EditRequest;
  /** Facts that the version taught in all: they are left out together. */
  readonly edits: number;
}

/** The same fact, taught differently. */
export interface FactConflict {
  readonly left: TaughtFact;
  readonly right: TaughtFact;
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
  readonly byId: ReadonlyMap<string, Version>;
}

/** What merging `right` into `left` would do. Both are versions of one model. */
export async function planBranchMerge(store: Store, left: string, right: string): Promise<BranchMerge> {
  const [one, other] = await Promise.all([descentOf(store, left), descentOf(store, right)]);
  if (one.version.model !== other.version.model) {
    throw invalidField(
      "right",
      `These are versions of ${one.version.model} and of ${other.version.model}.`,
      "Merge branches of one model.",
      because("versionsOfTwoModels", { left: one.version.model, right: other.version.model }),
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
function taughtBy({ line, applied, byId }: Side, shared: ReadonlySet<string>): TaughtFact[] {
  const holding = new Set(applied.map(({ by }) => by));
  return line
    .filter(({ id }) => !shared.has(id) && holding.has(id))
    .flatMap((version) => {
      const requests = requestsOf(version, byId);
      return requests.map((request) => ({ version: version.id, request, edits: requests.length }));
    });
}

/** What a version taught: an edit by itself, a merge of branches by the versions that came from the other branch. */
function requestsOf({ change, parents }: Version, byId: Side["byId"]): readonly EditRequest[] {
  if (change.kind === "edit") return change.requests;
  if (change.kind !== "union") return [];
  const [mine, theirs] = parents.map((id) => {
    const head = byId.get(id);
    return head ? lineage(head, byId) : [];
  });
  const isShared = new Set(mine.map(({ id }) => id));
  const holding = new Set(appliedOverlays(theirs.map(stepOf)).map(({ by }) => by));
  return theirs
    .filter(({ id }) => !isShared.has(id) && holding.has(id) && !change.leftOut.includes(id))
    .flatMap((version) =>
      requestsOf(version, byId).map((request) => ({ ...request, id: nameOfFact(version.id, request) })),
    );
}

/** Versions of several people may have edits of one name. */
export function nameOfFact(version: string, { id }: EditRequest): string {
  return `${version}/${id}`;
}

/** Of each conflict of a plan, in its order, whose answer holds. */
export type FactChoice = "left" | "right";

/** What the merged model applies when every conflict has an answer. */
export interface ProposedMerge {
  readonly plan: BranchMerge;
  /** Addresses of overlays: of the left side, and what comes from the right one. */
  readonly kept: readonly string[];
  readonly added: readonly string[];
  /** Versions of the left side whose overlays are taken out, and versions of the right one that are left out. */
  readonly removed: readonly string[];
  readonly leftOut: readonly string[];
  /** What both sides taught apart from each other and the merged model shall know. */
  readonly taught: readonly (TaughtFact & { readonly side: FactChoice })[];
}

/** Throws `conflict` when a choice is missing, `no_effect` when the right side has nothing that the left one lacks. */
export async function proposeBranchMerge(
  store: Store,
  left: string,
  right: string,
  choices: readonly FactChoice[],
): Promise<ProposedMerge> {
  const plan = await planBranchMerge(store, left, right);
  if (choices.length !== plan.conflicts.length) {
    throw new PalimpsestError(
      "conflict",
      `The branches teach ${plan.conflicts.length} facts differently; ${choices.length} choices were given.`,
      {
        hint: "Say of each whose answer holds.",
        details: {
          ...because("choicesMissing", { conflicts: plan.conflicts.length, choices: choices.length }),
          field: "choices",
        },
      },
    );
  }
  const losing = (side: FactChoice) =>
    new Set(plan.conflicts.filter((_, i) => choices[i] !== side).map((conflict) => conflict[side].version));
  const [lost, leftOut] = [losing("left"), losing("right")];
  const [mine, theirs] = await Promise.all([descentOf(store, left), descentOf(store, right)]);
  const comes = (id: string) => plan.added.includes(id) && !leftOut.has(id);
  const added = theirs.applied.filter(({ by }) => comes(by)).map(({ address }) => address);
  const removed = [...new Set([...plan.takenOut, ...lost])];
  if (added.length === 0 && removed.length === 0) {
    throw new PalimpsestError("no_effect", "The other branch has nothing that this one lacks.", {
      hint:
        plan.conflicts.length > 0
          ? "By these answers this branch stays as it is; no merge is needed."
          : "No merge is needed.",
      details: because("nothingToMerge"),
    });
  }
  const shared = new Set(
    mine.line.map(({ id }) => id).filter((id) => theirs.line.some((one) => one.id === id)),
  );
  return {
    plan,
    kept: mine.applied.filter(({ by }) => !removed.includes(by)).map(({ address }) => address),
    added,
    removed,
    leftOut: [...leftOut],
    taught: [
      ...taughtBy(mine, shared)
        .filter(({ version }) => !removed.includes(version))
        .map((one) => ({ side: "left" as const, ...one })),
      ...taughtBy(theirs, shared)
        .filter(({ version }) => comes(version))
        .map((one) => ({ side: "right" as const, ...one })),
    ],
  };
}

export interface BranchMergeInput {
  /** The branch that gets the other's edits. */
  readonly branchId: string;
  readonly other: string;
  readonly choices: readonly FactChoice[];
  readonly author: string;
  readonly reason: string;
  /** How the merged model answers what both branches taught. */
  readonly judgement?: Judgement;
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

/** Throws what `proposeBranchMerge` throws, and `conflict` when the branch has moved meanwhile. */
export async function mergeBranches(
  store: Store,
  { fingerprintOf, distance, now = () => new Date() }: Measures,
  { branchId, other, choices, author, reason, judgement }: BranchMergeInput,
): Promise<Version> {
  const branch = await store.branches.get(branchId);
  const { kept, added, removed, leftOut } = await proposeBranchMerge(store, branch.head, other, choices);
  const before = (await descentOf(store, branch.head)).applied.map(({ address }) => address);
  const after = [...kept, ...added];
  const [fingerprint, deltaNorms] = await Promise.all([
    fingerprintOf(branch.model, after),
    distance(branch.model, before, after),
  ]);
  const createdAt = now().toISOString();
  const version = await makeVersion({
    model: branch.model,
    parents: [branch.head, other],
    change: { kind: "union", removed: [...removed], leftOut: [...leftOut] },
    overlays: [...added],
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
        details: { ...because("branchMoved", { branch: branch.name }), field: "branchId" },
      });
    }
    await inside.versions.put(version);
    if (judgement) await inside.measurements.put(measurementOf(version, branch.head, judgement));
    await inside.branches.put({ ...current, head: version.id, redo: [], updatedAt: createdAt });
    return version;
  });
}
