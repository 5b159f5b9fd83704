/** An evolution as a job: one generation after another, each written down before the next begins. Interrupted, it goes on there. */
import { EvolutionRecord } from "../../merge/evolve/record";
import { EvolveInput } from "../calls/merge/evolve";
import type { JobKind } from "../runner/job";

export const evolveJob = {
  id: "evolve",
  input: EvolveInput,
  output: EvolutionRecord,
  isResumable: true,
  async perform(run, input, { modelHost, soFar }) {
    let record = EvolutionRecord.optional().parse(await soFar.read());
    while (record?.end === undefined) {
      record = await modelHost.evolve(run, { ...input, record });
      await soFar.write(JSON.parse(JSON.stringify(record)) as Parameters<typeof soFar.write>[0]);
    }
    return record;
  },
} satisfies JobKind<EvolveInput, EvolutionRecord>;
