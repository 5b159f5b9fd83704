/** Merges the edits of two branches, and asks the merged model for every edit of both. */
import type { z } from "zod";
import type { joinBranches, joinPlan } from "../../api";
import { invalidField } from "../../base";
import { filledPrompt, gives } from "../../data";
import { writeRecipe } from "../../merge";
import type { Version } from "../../store";
import { distanceBetween, joined, lineOf, planJoin, type JoinPlan } from "../../version";
import type { Services } from "../services";

/** As many prompts as are continued at once. */
const MOST_ASKED = 200;

type Sources = Pick<Services, "store" | "versions" | "modelHost">;

export async function planOf(
  { store }: Pick<Sources, "store">,
  { ours, theirs }: z.infer<typeof joinPlan.input>,
): Promise<z.infer<typeof joinPlan.output>> {
  const { ancestor, conflicts, ...plan } = await planned({ store }, ours, theirs);
  return {
    ancestor,
    ours: plan.ours.map(({ id }) => id),
    theirs: plan.theirs.map(({ id }) => id),
    conflicts: [...conflicts],
  };
}

export async function joinOnBranch(
  services: Sources,
  { branchId, ours: head, theirs, choices, author, reason }: z.infer<typeof joinBranches.input>,
): Promise<z.infer<typeof joinBranches.output>> {
  const { store, versions, modelHost } = services;
  const { model } = await store.branches.get(branchId);
  const plan = await planned(services, head, theirs);
  const { overlays, removed } = joined(plan, choices);
  const applied = await versions.overlays(head);
  const lost = (await Promise.all(removed.map((id) => store.versions.get(id)))).flatMap(
    (one) => one.overlays,
  );
  const after = [...applied.filter((address) => !lost.includes(address)), ...overlays];
  const { fingerprint } = await modelHost.fingerprint({ model, overlays: after });
  const version = await versions.adopt({
    branchId,
    expectedHead: head,
    mergedWith: [theirs],
    change: {
      kind: "merge",
      // The same as arithmetic: overlays add up.
      recipe: writeRecipe({
        merge_method: "task_arithmetic",
        base_model: plan.ancestor,
        models: [head, theirs].map((one) => ({ model: one, parameters: { weight: 1 } })),
      }),
      seed: 0,
      sources: Object.fromEntries([plan.ancestor, head, theirs].map((id) => [id, { model, version: id }])),
      removed: [...removed],
    },
    overlays: [...overlays],
    deltaNorms: await distanceBetween(store.blobs, after, applied),
    fingerprint,
    author,
    reason,
  });
  return { version, answers: await answersOf(services, version, plan) };
}

async function planned({ store }: Pick<Sources, "store">, ours: string, theirs: string): Promise<JoinPlan> {
  const [left, right] = await Promise.all([lineOf(store, ours), lineOf(store, theirs)]);
  if (left[0].id !== right[0].id) throw invalidField("theirs", "The two branches are of different models.");
  return planJoin(left, right);
}

/** Whether the merged model gives what each edit of both branches asked for. */
async function answersOf({ modelHost }: Sources, { id, model }: Version, { ours, theirs }: JoinPlan) {
  const edits = [
    ...ours.map((version) => ({ version, side: "ours" as const })),
    ...theirs.map((version) => ({ version, side: "theirs" as const })),
  ].flatMap(({ version: { change }, side }) =>
    change.kind === "edit" ? change.requests.map((request) => ({ request, side })) : [],
  );
  if (edits.length === 0) return [];
  const prompts = edits.slice(0, MOST_ASKED).map(({ request }) => filledPrompt(request));
  const { texts } = await modelHost.continuations({ model, versions: [id], prompts });
  return edits.slice(0, MOST_ASKED).map(({ request, side }, i) => ({
    side,
    prompt: prompts[i],
    target: request.targetNew,
    holds: gives(texts[0][i], request.targetNew),
  }));
}
