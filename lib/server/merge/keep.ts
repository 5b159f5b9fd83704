/** Keeps the child of a merge as a version with all of its parents that are versions of its model. */
import type { z } from "zod";
import type { keepMerge } from "../../api";
import { because, PalimpsestError } from "../../base";
import { modelsOf, readRecipe, type Recipe } from "../../merge";
import { MergeJobInput, MergeJobOutput, type Version } from "../../store";
import { branchId, checkBlobs, distanceBetween } from "../../version";
import { payloadOf } from "../runs/jobs";
import type { Services } from "../services";

type Sources = Pick<Services, "store" | "versions" | "modelHost">;

/** Throws `conflict` for a job without a result, and for a branch that stands elsewhere than at a parent. */
export async function keepMergedModel(
  services: Sources,
  { jobId, branch: name, author, reason }: z.infer<typeof keepMerge.input>,
): Promise<Version> {
  const { store, versions, modelHost } = services;
  const job = await store.jobs.get(jobId);
  const { input, output } = await payloadOf(store, jobId);
  const child = MergeJobOutput.safeParse(output);
  if (job.kind !== "merge" || !child.success) {
    throw new PalimpsestError("conflict", `Job ${jobId} is not a merge that has succeeded.`, {
      hint: "Wait for its end, or run it again.",
      details: { ...because("mergeUnderWay"), field: "jobId" },
    });
  }
  const asked = MergeJobInput.parse(input);
  const { overlays, scores } = child.data;
  const { recipe } = readRecipe(asked.recipe);
  const named = recipe ? modelsOf(recipe) : [];
  const root = await checkpointOf(services, asked.model);
  const first = asked.version ?? root;
  // A version has parents of its own model alone; others are named among its sources.
  const others = mergedIn(recipe).flatMap((parent) => {
    const { model, version } = asked.sources[parent];
    return model === asked.model ? [version ?? root] : [];
  });
  await checkBlobs(store.blobs, overlays);
  // If a page merged it, the fingerprint is computed again here.
  const { fingerprint } = await modelHost.fingerprint({
    model: asked.model,
    version: asked.version,
    overlays,
  });
  if (fingerprint !== child.data.fingerprintAfter) {
    throw new PalimpsestError("integrity", "The overlays do not give the model that was measured.", {
      hint: "Merge again, and keep that.",
      details: {
        ...because("notWhatWasMeasured"),
        expected: fingerprint,
        found: child.data.fingerprintAfter,
      },
    });
  }
  const id = branchId(asked.model, name);
  const branch =
    (await store.branches.find(id)) ??
    (await versions.createBranch({ model: asked.model, name, head: first }));
  if (branch.head !== first) {
    throw new PalimpsestError("conflict", `Branch ${name} does not stand at the first parent of the merge.`, {
      hint: "Choose another name: a new branch begins there.",
      details: { ...because("branchTaken", { branch: name }), field: "branch" },
    });
  }
  return versions.adopt({
    branchId: id,
    expectedHead: first,
    mergedWith: [...new Set(others)],
    change: {
      kind: "merge",
      recipe: asked.recipe,
      seed: asked.seed,
      sources: Object.fromEntries(named.map((source) => [source, versionOf(asked.sources[source])])),
      ...(scores && { score: scores.child }),
    },
    overlays,
    deltaNorms: await distanceBetween(store.blobs, overlays, []),
    fingerprint,
    author,
    reason,
  });
}

/** The models that are merged: a base of differences is not among them unless it is listed. */
function mergedIn(recipe: Recipe | undefined): string[] {
  const { models, slices } = recipe?.modules?.default ?? recipe ?? {};
  return [
    ...(models ?? []).map(({ model }) => model),
    ...(slices ?? []).flatMap(({ sources }) => sources.map(({ model }) => model)),
  ];
}

/** A source without overlays that no version has. */
function versionOf({ model, version }: MergeJobInput["sources"][string]) {
  return { model, ...(version && { version }) };
}

/** The version of the model as trained. */
export async function checkpointOf({ store }: Pick<Services, "store">, model: string): Promise<string> {
  const versions = await store.versions.listWithout(["overlays"], { where: { model } });
  const root = versions.find(({ change }) => change.kind === "checkpoint");
  if (!root) throw new PalimpsestError("integrity", `Model ${model} has no checkpoint among its versions.`);
  return root.id;
}
