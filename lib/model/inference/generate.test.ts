import { expect, test } from "vitest";
import { createRun } from "../../base";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { generateText } from "./ask";
import { generateRows } from "./generate";

test("a text ends at whichever of the ends is drawn first, and the end is no part of it", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const prompt = "The capital of Paris is";
  const { ids } = model.tokenizer.encode(prompt);
  const options = { maxTokens: 12, temperature: 1 };
  const [whole] = await generateRows(createRun({ seed: 1 }), model, [ids], options);
  const [first, later] = [whole[3], whole[5]];
  const cut = await generateRows(createRun({ seed: 1 }), model, [ids], {
    ...options,
    stopAt: [later, first],
  });
  expect(cut).toEqual([
    whole.slice(
      0,
      whole.findIndex((id) => id === first || id === later),
    ),
  ]);

  const ending = await tinyModel("gpt2", nativeRuntime(), { config: { eos_token_id: [later, first] } });
  expect(await generateText(createRun({ seed: 1 }), ending, prompt, options)).toBe(
    model.tokenizer.decode(cut[0]),
  );
});
