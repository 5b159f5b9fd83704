import { expect, test } from "vitest";
import { createRun } from "../../base";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { answersInTheWild, WILD_TOKENS, wildTokens } from "./wild";

test("a free answer may be as long as the longest accepted one, within limits", async () => {
  const model = await tinyModel("gpt2", nativeRuntime(), { config: { eos_token_id: 1 } });
  const long = Array.from({ length: 40 }, () => "city").join(" ");
  const tokens = model.tokenizer.encode(long).ids.length;
  expect(wildTokens(model, ["Rome"])).toBe(WILD_TOKENS.least);
  expect(wildTokens(model, ["Rome", long])).toBe(tokens);
  expect(wildTokens(model, [long.repeat(40)])).toBe(WILD_TOKENS.most);
  const [short, whole] = await answersInTheWild(createRun(), model, [
    { prompt: "Anna", accepted: ["Rome"] },
    { prompt: "Anna", accepted: [long] },
  ]);
  expect(whole.startsWith(short)).toBe(true);
});
