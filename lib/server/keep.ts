/** Keeping an edit: what a job of this server found is read from the job; what a browser found is computed again from its overlays. */
import type { z } from "zod";
import type { keepVersion } from "../api";
import { invalidField, PalimpsestError } from "../base";
import { EditJobInput, type Version } from "../store";
import { additionOf, checkBlobs, distanceBetween } from "../version";
import { jobWithProgress } from "./jobs";
import type { Services } from "./services";

type KeepInput = z.infer<typeof keepVersion.input>;
type JobRun = Extract<KeepInput["run"], { jobId: string }>;
type BrowserRun = Exclude<KeepInput["run"], JobRun>;

export async function keepEdit(
  services: Pick<Services, "store" | "versions" | "modelHost">,
  { run, ...where }: KeepInput,
): Promise<Version> {
  const addition = "jobId" in run ? await ofJob(services, run) : await ofBrowser(services, run);
  return services.versions.keep({ ...addition, ...where });
}

async function ofJob({ store }: Pick<Services, "store">, { jobId, entry }: JobRun) {
  const { output, input, kind } = await jobWithProgress(store, jobId);
  if (kind !== "edit" || !output || !("outcomes" in output)) {
    throw new PalimpsestError("conflict", `Job ${jobId} is not an edit that has succeeded.`, {
      hint: "Wait for its end, or run it again.",
      details: { field: "run.jobId" },
    });
  }
  const outcome = output.outcomes.find((one) => one.entry === entry);
  if (!outcome) throw invalidField("run.entry", `Job ${jobId} has no entry ${entry}.`);
  const { version, cases, seed } = EditJobInput.parse(input);
  const requests = cases.map(({ request }) => request);
  return additionOf({ version, requests, seed, place: output.place }, outcome);
}

/** Throws `integrity` when the overlays do not give the model that the verdict is of. */
async function ofBrowser(
  { store, versions, modelHost }: Pick<Services, "store" | "versions" | "modelHost">,
  { outcome, ...done }: BrowserRun,
) {
  const { blobs } = store;
  const { model } = await store.versions.get(done.version);
  await checkBlobs(blobs, outcome.overlays);
  const before = await versions.overlays(done.version);
  const { fingerprint } = await modelHost.fingerprint({ model, overlays: [...before, ...outcome.overlays] });
  if (fingerprint !== outcome.fingerprintAfter) {
    throw new PalimpsestError("integrity", "The overlays do not give the model that was measured.", {
      hint: "Run the edit again, and keep that.",
      details: {
        field: "run.outcome.fingerprintAfter",
        expected: fingerprint,
        found: outcome.fingerprintAfter,
      },
    });
  }
  return additionOf(done, { ...outcome, deltaNorms: await distanceBetween(blobs, outcome.overlays, []) });
}
