/** Keeps an edit as a version. Results are read from the job. If a page ran it, the fingerprint is computed again here. */
import type { z } from "zod";
import type { keepVersion } from "../../api";
import { because, invalidField, PalimpsestError } from "../../base";
import { isInTab } from "../../job";
import { EditJobInput, type EditOutcome, type Store, type Version } from "../../store";
import { additionOf, checkBlobs, distanceBetween } from "../../version";
import { payloadOf } from "./jobs";
import type { Services } from "../services";

type Sources = Pick<Services, "store" | "versions" | "modelHost">;

export async function keepEdit(
  services: Sources,
  { run: { jobId, entry }, ...where }: z.infer<typeof keepVersion.input>,
  also?: (inside: Store, version: Version) => Promise<void>,
): Promise<Version> {
  const job = await services.store.jobs.get(jobId);
  const { output, input } = await payloadOf(services.store, jobId);
  if (job.kind !== "edit" || !output || !("outcomes" in output)) {
    throw new PalimpsestError("conflict", `Job ${jobId} is not an edit that has succeeded.`, {
      hint: "Wait for its end, or run it again.",
      details: { ...because("editUnderWay"), field: "run.jobId" },
    });
  }
  const outcome = output.outcomes.find((one) => one.entry === entry);
  if (!outcome) throw invalidField("run.entry", `Job ${jobId} has no entry ${entry}.`);
  const { version, cases, seed } = EditJobInput.parse(input);
  if (version === undefined) throw invalidField("run.jobId", `Job ${jobId} edited no version.`);
  const requests = cases.map(({ request }) => request);
  const found = isInTab(job) ? await checked(services, version, outcome) : outcome;
  return services.versions.keep(
    { ...additionOf({ version, requests, seed, place: output.place }, found), ...where },
    also,
  );
}

/** Throws `integrity` when the overlays do not give the model that was evaluated. */
async function checked(
  { store, modelHost }: Sources,
  version: string,
  outcome: EditOutcome,
): Promise<EditOutcome> {
  const { blobs } = store;
  const { model } = await store.versions.get(version);
  await checkBlobs(blobs, outcome.overlays);
  const { fingerprint } = await modelHost.fingerprint({ model, version, overlays: outcome.overlays });
  if (fingerprint !== outcome.fingerprintAfter) {
    throw new PalimpsestError("integrity", "The overlays do not give the model that was measured.", {
      hint: "Run the edit again, and keep that.",
      details: {
        ...because("notWhatWasMeasured"),
        field: "fingerprintAfter",
        expected: fingerprint,
        found: outcome.fingerprintAfter,
      },
    });
  }
  return { ...outcome, deltaNorms: await distanceBetween(blobs, outcome.overlays, []) };
}
