import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { createRun, toWireError } from "../../base";
import { scoreTargets } from "../../model";
import { nativeRuntime } from "../../testing/runtimes";
import { expectClose } from "../../testing/expect-close";
import { tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { createNativeRuntime } from "./runtime";

/** Debian's Chromium includes a Vulkan device that runs on the CPU. Its results are right, but it is slow. */
const EMULATED = "/usr/lib/chromium/vk_swiftshader_icd.json";
if (existsSync(EMULATED)) process.env.VK_DRIVER_FILES ??= EMULATED;

const PAIRS = [{ prompt: "w1 w2 w3", target: "w4 w5" }];

test("a WebGPU device of this machine scores as the processor does, or is said to be missing", async (context) => {
  const run = createRun({ seed: 0 });
  const [expected] = await scoreTargets(run, await tinyModel("gpt2", nativeRuntime()), PAIRS);
  const device = await tinyModel("gpt2", createNativeRuntime({ kind: "native-webgpu" }));
  const [score] = await scoreTargets(run, device, PAIRS).catch((error: unknown) => {
    expect(toWireError(error)).toMatchObject({ code: "runtime_unavailable", hint: expect.any(String) });
    return context.skip("skipped: this machine offers no WebGPU device, not even an emulated one");
  });
  expectClose(score.perToken, expected.perToken, TOLERANCE.backend);
}, 120_000);
