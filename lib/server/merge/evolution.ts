/** An evolution while it runs: its job says how it is doing, and the record of its models lies among the artifacts. And keeping it. */
import type { z } from "zod";
import type { evolutionRecord, keepEvolved } from "../../api";
import { because, invalidField, PalimpsestError } from "../../base";
import { BASE, evolutionSoFar, recipeOfChild } from "../../job";
import type { EvolutionRecord } from "../../merge";
import { EvolveJobInput, EvolveJobOutput, type MergeSourceRef, type Version } from "../../store";
import { branchId, keepEvolution } from "../../version";
import { payloadOf } from "../runs/jobs";
import type { Services } from "../services";
import { checkpointOf } from "./keep";

/** Throws `not_found` for a job of another kind. */
export async function evolutionOf(
  services: Pick<Services, "store" | "artifacts">,
  jobId: string,
): Promise<z.infer<typeof evolutionRecord.output>> {
  const { status, asked, record } = await readEvolution(services, jobId);
  return { status, settings: asked.settings, record };
}

async function readEvolution({ store, artifacts }: Pick<Services, "store" | "artifacts">, jobId: string) {
  const { kind, status, createdAt } = await store.jobs.get(jobId);
  if (kind !== "evolve") {
    throw new PalimpsestError("not_found", `Job ${jobId} is no evolution.`, {
      hint: "Its result is at /api/jobs.",
    });
  }
  const { input, output } = await payloadOf(store, jobId);
  const asked = EvolveJobInput.parse(input);
  const whole = EvolveJobOutput.safeParse(output).data?.evolution;
  return { status, createdAt, asked, record: whole ?? (await evolutionSoFar(artifacts, asked)) };
}

type Keeping = Pick<Services, "store" | "versions" | "modelHost">;

/** Throws `conflict` for an evolution that has not ended. */
export async function keepEvolutionOf(
  services: Keeping & Pick<Services, "artifacts">,
  jobId: string,
  where: z.infer<typeof keepEvolved.input>,
): Promise<z.infer<typeof keepEvolved.output>> {
  const { asked, createdAt, record } = await readEvolution(services, jobId);
  if (!record?.end) {
    throw new PalimpsestError("conflict", `Evolution ${jobId} has not ended.`, {
      hint: "Wait for its end. A stopped evolution goes on when it is run again.",
      details: { ...because("evolutionUnderWay"), field: "jobId" },
    });
  }
  return keepRecord(services, asked, record, { ...where, at: createdAt });
}

/** Makes a version of every child, and a branch at the best model. */
export async function keepRecord(
  { store, versions, modelHost }: Keeping,
  asked: EvolveJobInput,
  record: EvolutionRecord,
  { branch: name, author, at }: { readonly branch: string; readonly author: string; readonly at: string },
): Promise<{ readonly best: Version; readonly versions: Readonly<Record<string, string>> }> {
  const root = await checkpointOf({ store }, asked.model);
  const versionOf = (named: string, { model, version, overlays }: MergeSourceRef): string => {
    if (model === asked.model && !overlays?.length) return version ?? root;
    throw invalidField(
      "jobId",
      `${named} is no version of ${asked.model}, and versions have parents of their own model alone.`,
      "Import its change as a version first, and evolve from that.",
    );
  };
  const kept = await keepEvolution(
    store,
    {
      fingerprintOf: async (model, overlays) =>
        (await modelHost.fingerprint({ model, overlays: [...overlays] })).fingerprint,
    },
    {
      model: asked.model,
      record,
      recipeOf: (child) => recipeOfChild(asked, child),
      versions: Object.fromEntries(
        [...Object.entries(asked.founders), [BASE, asked.base] as const].map(([one, ref]) => [
          one,
          versionOf(one, ref),
        ]),
      ),
      author,
      at,
    },
  );
  const asVersions = kept.models.filter(({ version }) => version !== undefined);
  const { version: head } = asVersions.reduce((best, one) => (one.score.mean > best.score.mean ? one : best));
  const id = branchId(asked.model, name);
  const branch =
    (await store.branches.find(id)) ??
    (await versions.createBranch({ model: asked.model, name, head: head as string }));
  if (branch.head !== head) {
    throw new PalimpsestError("conflict", `There is already a branch ${name}, and it is elsewhere.`, {
      hint: "Choose another name: a new branch begins at the best model.",
      details: { ...because("branchTaken", { branch: name }), field: "branch" },
    });
  }
  return {
    best: await store.versions.get(branch.head),
    versions: Object.fromEntries(asVersions.map((one) => [one.name, one.version as string])),
  };
}
