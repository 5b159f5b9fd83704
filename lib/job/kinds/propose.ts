/** A preset for a model without one: the call `propose` as a job, whose result is kept. */
import { ProposeJobInput, ProposeJobOutput } from "../../store";
import type { JobKind } from "../runner/job";

export const proposeJob: JobKind<ProposeJobInput, ProposeJobOutput> = {
  id: "propose",
  input: ProposeJobInput,
  output: ProposeJobOutput,
  async perform(run, input, { modelHost, presets, author }) {
    const proposal = await modelHost.propose(run, input);
    const { ulid } = await import("ulid");
    const presetId = `preset_${ulid()}`;
    await presets.put({
      ...proposal,
      id: presetId,
      author,
      createdAt: new Date().toISOString(),
    });
    return { presetId };
  },
};
