/** A prompt, continued. */
import { z } from "zod";
import { ModelVersion } from "../../store";
import { defineQuestion } from "./call";

export const generate = defineQuestion({
  summary: "Continue a prompt greedily or by sampling, in one version.",
  input: ModelVersion.extend({
    prompt: z.string().min(1).max(20_000),
    maxTokens: z.int().min(1).max(512).default(24),
    temperature: z.number().min(0).max(4).default(0),
    seed: z.int().min(0).default(0),
  }),
  output: z.object({ text: z.string() }),
  async perform({ openVersion }, run, { prompt, maxTokens, temperature, ...version }) {
    const { generateText } = await import("../../model");
    return {
      text: await generateText(run, await openVersion(version, run.signal), prompt, {
        maxTokens,
        temperature,
      }),
    };
  },
});
