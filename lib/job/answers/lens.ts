/** What a model would say after each of its layers. */
import type { Run } from "../../base";
import type { HostContext } from "../calls/call";
import type { LensAnswer, LensQuestion } from "../calls/explore/lens";

export async function readLens(
  { openVersion }: Pick<HostContext, "openVersion">,
  run: Run,
  { prompt, asked, count, ...version }: LensQuestion,
): Promise<LensAnswer> {
  const [{ logitLens }, { encodeSentence }] = await Promise.all([
    import("../../explain"),
    import("../../model"),
  ]);
  const model = await openVersion(version, run.signal);
  const { tokenizer } = model;
  const { ids } = tokenizer.encode(prompt, { special: true });
  const first = asked.map((answer) => {
    const sentence = encodeSentence(tokenizer, prompt, answer);
    return sentence.ids[sentence.promptLength];
  });
  const cells = await logitLens(run, model, ids, first, count);
  return {
    tokens: ids.map((id) => tokenizer.piece(id)),
    asked: first.map((id) => tokenizer.piece(id)),
    states: cells.map((row) =>
      row.map((cell) => ({
        likeliest: cell.likeliest.map(({ id, probability }) => ({
          token: tokenizer.piece(id),
          probability,
        })),
        asked: [...cell.asked],
      })),
    ),
  };
}
