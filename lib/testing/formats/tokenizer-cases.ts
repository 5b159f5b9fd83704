/** Tokenizers with the results of Hugging Face's tokenizers for some texts, from scripts/reference/tokenizer_cases.py. */
import { z } from "zod";
import { openPipeline } from "../../model/tokenizer/pipeline/pipeline";

export const TokenizerCases = z.object({
  name: z.string(),
  tokenizer: z.looseObject({}),
  cases: z.array(
    z.object({
      text: z.string(),
      ids: z.array(z.int()),
      /** In UTF-16 units. Null where the reference's offsets are wrong. */
      offsets: z.array(z.tuple([z.int(), z.int()])).nullable(),
      decoded: z.string(),
    }),
  ),
});
export type TokenizerCases = z.infer<typeof TokenizerCases>;

/** Differences from the expected results, one line for each text and kind. Throws `unsupported` for a refused tokenizer. */
export function compareTokenizer({ tokenizer, cases }: TokenizerCases): string[] {
  const pipeline = openPipeline(tokenizer);
  const { before, behind } = pipeline.template;
  return cases.flatMap(({ text, ...expected }) => {
    const { ids, offsets } = pipeline.encode(text);
    const none = (list: readonly unknown[]) => list.map(() => [0, 0]);
    const found = {
      ids: [...before, ...ids, ...behind],
      offsets: [...none(before), ...offsets, ...none(behind)],
      decoded: pipeline.decode([...before, ...ids, ...behind]),
    };
    return (["ids", "offsets", "decoded"] as const)
      .filter((kind) => expected[kind] !== null)
      .filter((kind) => JSON.stringify(found[kind]) !== JSON.stringify(expected[kind]))
      .map(
        (kind) =>
          `${kind} of ${JSON.stringify(text)}: ${JSON.stringify(found[kind])} where ${JSON.stringify(expected[kind])} is expected`,
      );
  });
}
