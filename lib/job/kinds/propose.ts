/** A preset for a model without one: `Bench.propose` as a job, whose result is kept. */
import { ulid } from "ulid";
import { ProposeJobInput, ProposeJobOutput } from "../../store";
import type { JobKind } from "../runner/job";

export const proposeJob: JobKind<ProposeJobInput, ProposeJobOutput> = {
  id: "propose",
  input: ProposeJobInput,
  output: ProposeJobOutput,
  async perform(run, input, { modelHost, presets }) {
    const proposal = await modelHost.propose(run, input);
    const presetId = `preset_${ulid()}`;
    await presets.put({
      ...proposal,
      id: presetId,
      author: input.author,
      createdAt: new Date().toISOString(),
    });
    return { presetId };
  },
};
