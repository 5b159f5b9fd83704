/** An evolution while it runs: its job says how it is doing, and the record of its models lies among the artifacts. */
import type { z } from "zod";
import type { evolutionRecord } from "../../api";
import { PalimpsestError } from "../../base";
import { evolutionSoFar } from "../../job";
import { EvolveJobInput, EvolveJobOutput } from "../../store";
import { payloadOf } from "../runs/jobs";
import type { Services } from "../services";

/** Throws `not_found` for a job of another kind. */
export async function evolutionOf(
  { store, artifacts }: Pick<Services, "store" | "artifacts">,
  jobId: string,
): Promise<z.infer<typeof evolutionRecord.output>> {
  const { kind, status } = await store.jobs.get(jobId);
  if (kind !== "evolve") {
    throw new PalimpsestError("not_found", `Job ${jobId} is no evolution.`, {
      hint: "Its result is at /api/jobs.",
    });
  }
  const { input, output } = await payloadOf(store, jobId);
  const asked = EvolveJobInput.parse(input);
  const whole = EvolveJobOutput.safeParse(output).data?.evolution;
  return { status, settings: asked.settings, record: whole ?? (await evolutionSoFar(artifacts, asked)) };
}
