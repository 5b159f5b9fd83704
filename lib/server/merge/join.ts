/** Merges the edits of two branches, and asks the merged model for every edit of both. */
import type { z } from "zod";
import type { joinBranches, joinPlan } from "../../api";
import { PalimpsestError } from "../../base";
import { filledPrompt, gives, type EditRequest } from "../../data";
import type { Version } from "../../store";
import { distanceBetween, mergeBranches, planBranchMerge } from "../../version";
import type { Services } from "../services";

type Sources = Pick<Services, "store" | "modelHost">;

/** As many prompts as are continued at once. */
const MOST_ASKED = 200;

export async function planOf(
  { store }: Pick<Sources, "store">,
  { ours, theirs }: z.infer<typeof joinPlan.input>,
): Promise<z.infer<typeof joinPlan.output>> {
  const { ancestor, added, takenOut, conflicts } = await planBranchMerge(store, ours, theirs);
  const said = ({ version, request }: { readonly version: string; readonly request: EditRequest }) => ({
    version,
    target: request.targetNew,
  });
  return {
    ancestor,
    added: [...added],
    takenOut: [...takenOut],
    conflicts: conflicts.map(({ left, right }) => ({
      prompt: filledPrompt(left.request),
      ours: said(left),
      theirs: said(right),
    })),
  };
}

/** Throws `conflict` for a branch that has moved since the plan. */
export async function joinOnBranch(
  { store, modelHost }: Sources,
  { branchId, ours, theirs, choices, author, reason }: z.infer<typeof joinBranches.input>,
): Promise<z.infer<typeof joinBranches.output>> {
  const { head, name } = await store.branches.get(branchId);
  if (head !== ours) {
    throw new PalimpsestError("conflict", `Branch ${name} has moved since the merge was planned.`, {
      hint: "Look at the plan again.",
      details: { field: "ours", expected: ours, head },
    });
  }
  const { ancestor } = await planBranchMerge(store, ours, theirs);
  const version = await mergeBranches(
    store,
    {
      fingerprintOf: async (model, overlays) =>
        (await modelHost.fingerprint({ model, overlays: [...overlays] })).fingerprint,
      distance: (_, left, right) => distanceBetween(store.blobs, left, right),
    },
    {
      branchId,
      other: theirs,
      choices: choices.map((side) => (side === "ours" ? "left" : "right")),
      author,
      reason,
    },
  );
  return { version, answers: await answersOf({ store, modelHost }, version, ancestor) };
}

/** Whether the merged model gives what each edit since the ancestor asked for. */
async function answersOf(
  { store, modelHost }: Sources,
  { id, model, parents }: Version,
  ancestor: string,
): Promise<z.infer<typeof joinBranches.output>["answers"]> {
  const edits: { readonly side: "ours" | "theirs"; readonly request: EditRequest }[] = [];
  for (const [i, parent] of parents.entries()) {
    for (let at = parent; at !== ancestor;) {
      const { change, parents: before } = await store.versions.get(at);
      if (change.kind === "edit") {
        const side = i === 0 ? "ours" : "theirs";
        edits.push(...change.requests.map((request) => ({ side, request }) as const));
      }
      if (before.length === 0) break;
      [at] = before;
    }
  }
  const asked = edits.slice(0, MOST_ASKED);
  if (asked.length === 0) return [];
  const prompts = asked.map(({ request }) => filledPrompt(request));
  const { texts } = await modelHost.continuations({ model, versions: [id], prompts });
  return asked.map(({ side, request }, i) => ({
    side,
    prompt: prompts[i],
    target: request.targetNew,
    holds: gives(texts[0][i], request.targetNew),
  }));
}
