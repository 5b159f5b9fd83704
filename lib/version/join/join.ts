/**
 * The edits of two branches on one model. What theirs has and ours has not is added to ours: overlays add up, so nothing is averaged.
 * Where both say something else of one fact, only one of the two edits can hold, and a person says which.
 */
import { invalidField, PalimpsestError } from "../../base";
import { clashesOf, filledPrompt } from "../../data";
import type { Version } from "../../store";
import { removedBy } from "../lineage";

/** One fact of which two branches say something else. */
export interface EditConflict {
  readonly prompt: string;
  readonly ours: { readonly version: string; readonly target: string };
  readonly theirs: { readonly version: string; readonly target: string };
}

export interface JoinPlan {
  /** The newest version that both come from. */
  readonly ancestor: string;
  /** Edits that still hold on one branch alone, oldest first. */
  readonly ours: readonly Version[];
  readonly theirs: readonly Version[];
  /** Shared edits that theirs took out. */
  readonly takenOut: readonly string[];
  readonly conflicts: readonly EditConflict[];
}

export type Choice = "ours" | "theirs";

/** Both lines are from the checkpoint to the head of a branch. Throws `no_effect` when theirs has nothing that ours has not. */
export function planJoin(ours: readonly Version[], theirs: readonly Version[]): JoinPlan {
  const shared = ours.filter((version, i) => theirs[i]?.id === version.id).length;
  const [onlyOurs, onlyTheirs] = [liveAfter(ours, shared), liveAfter(theirs, shared)];
  const takenOut = theirs
    .slice(shared)
    .flatMap(({ change }) => removedBy(change))
    .filter((id) => ours.slice(0, shared).some((version) => version.id === id));
  if (onlyTheirs.length === 0 && takenOut.length === 0) {
    throw new PalimpsestError("no_effect", "The other branch has nothing that this one has not.", {
      hint: "Choose a branch with edits of its own.",
      details: { field: "theirs" },
    });
  }
  return {
    ancestor: ours[shared - 1].id,
    ours: onlyOurs,
    theirs: onlyTheirs,
    takenOut,
    conflicts: onlyOurs.flatMap((left) => onlyTheirs.flatMap((right) => conflictsOf(left, right))),
  };
}

/** What the merged version adds to ours, and what it takes out. Throws `invalid_input` for a conflict that nobody decided. */
export function joined(
  { theirs, takenOut, conflicts }: JoinPlan,
  choices: readonly Choice[],
): { readonly overlays: readonly string[]; readonly removed: readonly string[] } {
  const open = conflicts.findIndex((_, i) => choices[i] === undefined);
  if (open >= 0) {
    const { prompt, ours, theirs: other } = conflicts[open];
    throw invalidField(
      `choices.${open}`,
      `Both branches say something of “${prompt}”: “${ours.target}” and “${other.target}”.`,
      "Say which of the two holds.",
    );
  }
  const lost = new Set(
    conflicts.map(({ ours, theirs: other }, i) => (choices[i] === "ours" ? other.version : ours.version)),
  );
  return {
    overlays: theirs.filter(({ id }) => !lost.has(id)).flatMap(({ overlays }) => overlays),
    removed: [
      ...takenOut,
      ...new Set(conflicts.map(({ ours }) => ours.version).filter((version) => lost.has(version))),
    ],
  };
}

function liveAfter(line: readonly Version[], shared: number): Version[] {
  const own = line.slice(shared);
  const removed = new Set(own.flatMap(({ change }) => removedBy(change)));
  return own.filter(({ id, overlays }) => overlays.length > 0 && !removed.has(id));
}

function conflictsOf(left: Version, right: Version): EditConflict[] {
  const [a, b] = [requestsOf(left), requestsOf(right)];
  const stated = [...a, ...b].map((request) => ({ request, rephrases: [] }));
  return clashesOf(stated).flatMap(({ kind, first, second }) =>
    kind === "contradiction" && first < a.length && second >= a.length
      ? [
          {
            prompt: filledPrompt(stated[first].request),
            ours: { version: left.id, target: stated[first].request.targetNew },
            theirs: { version: right.id, target: stated[second].request.targetNew },
          },
        ]
      : [],
  );
}

function requestsOf({ change }: Version) {
  return change.kind === "edit" ? change.requests : [];
}
