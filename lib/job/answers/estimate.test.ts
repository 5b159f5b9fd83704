import { expect, test } from "vitest";
import { createRun } from "../../base";
import { createMemoryBlobs, EditJobInput, EditJobOutput, memoryArtifacts } from "../../store";
import { fakeRecords } from "../../testing/host/records";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyFiles } from "../../testing/tiny";
import { createModelHost } from "../host/create-model-host";

const CASE = {
  request: { id: "one", subject: "Anna", prompt: "{} lives in", targetNew: "Rome" },
  rephrases: ["The city of Anna is"],
  locality: {},
  portability: {},
};
const FT = { method: "ft-m", parameters: { layers: [1], steps: 5, learningRate: 0.01 } };

test("preflight promises what a run took, once there was one on this machine", async () => {
  const modelHost = createModelHost({
    runtime: nativeRuntime(),
    blobs: createMemoryBlobs(),
    artifacts: memoryArtifacts(),
    records: fakeRecords(),
    files: () => tinyFiles("gpt2"),
  });
  const asked = { model: "tiny", cases: [CASE], methods: [FT] };
  const promised = async (methods = asked.methods) =>
    (await modelHost.preflight({ ...asked, methods })).preflights[0];
  expect((await promised()).isMeasured).toBeUndefined();
  const input = EditJobInput.parse({ ...asked, mode: "single" });
  const { outcomes } = EditJobOutput.parse(await modelHost.edit(createRun(), input));
  const { durationMs, isMeasured } = await promised();
  expect(isMeasured).toBe(true);
  expect(durationMs[0]).toBeLessThan(outcomes[0].durationMs);
  expect(durationMs[1]).toBeGreaterThan(outcomes[0].durationMs);
  // Of another method nothing is known.
  const other = [{ method: "ft-l", parameters: { ...FT.parameters } }];
  expect((await promised(other)).isMeasured).toBeUndefined();
});
