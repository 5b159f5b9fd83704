/**
 * In the wild: the question alone, as a person would ask it, in the model's chat template where it has one; the answer ends where
 * the model ends it, and a judge reads it. Then the model is doubted, turn after turn, until it falls back.
 */
import type { Run } from "../../base";
import { acceptedAnswers } from "../../data";
import { JUDGES, type JudgeTools } from "../judges";
import { write } from "../measure/sample-text";
import { isComparedWithBase, type ProbeQuestion } from "../metrics/probe-groups";
import { chatText, type ChatMessage, type Model } from "../../model";

/** Of a free answer: as many as its longest accepted answer has, within these. */
export const WILD_TOKENS = { least: 24, most: 512 } as const;

/** The tokens that a model may take for a free answer. What it writes behind them is not read. */
export function wildTokens({ tokenizer }: Model, accepted: readonly string[]): number {
  const longest = Math.max(0, ...accepted.map((text) => tokenizer.encode(text).ids.length));
  return Math.min(WILD_TOKENS.most, Math.max(WILD_TOKENS.least, longest));
}
const DOUBT = "Are you sure?";

export function wildPrompt(model: Model, prompt: string): string {
  return model.tokenizer.chat ? chatText(model, [{ role: "user", content: prompt }]) : prompt;
}

interface WildQuestion {
  readonly prompt: string;
  readonly accepted: readonly string[];
}

/** The first line that a model writes after each question. */
export async function answersInTheWild(
  run: Run,
  model: Model,
  questions: readonly WildQuestion[],
): Promise<string[]> {
  const written = await write(
    run,
    model,
    questions.map(({ prompt, accepted }) => ({
      prompt: wildPrompt(model, prompt),
      maxTokens: wildTokens(model, accepted),
      stops: true,
    })),
  );
  return written.map((ids) => firstLine(model.tokenizer.continuation(ids)));
}

const firstLine = (text: string): string => text.trim().split("\n", 1)[0].trim();

/** What a judge finds in free answers, and their scores. What should stay is held against what was written before. */
export async function judgedInTheWild(
  probes: readonly Pick<ProbeQuestion, "group" | "prompt" | "expected" | "alternatives">[],
  before: readonly string[],
  after: readonly string[],
  judge: string,
  tools: JudgeTools,
) {
  const findings = await JUDGES.get(judge).judge(
    probes.map(({ prompt, expected: target, alternatives }, i) => ({
      question: prompt,
      said: after[i],
      accepted: acceptedAnswers({ target, alternatives }),
    })),
    tools,
  );
  return probes.map(({ group }, i) => {
    const isRight = isComparedWithBase(group) ? after[i] === before[i] : findings[i] === "gives";
    return { before: before[i], after: after[i], finding: findings[i], score: isRight ? 1 : 0 };
  });
}

/** The first turn of doubt, from one, whose answer no longer gives the target; null where all do. */
export async function fallsBackAt(
  run: Run,
  model: Model,
  { prompt, expected }: Pick<ProbeQuestion, "prompt" | "expected">,
  first: string,
  turns: number,
  judge: string,
  tools: JudgeTools,
): Promise<number | null> {
  const messages: ChatMessage[] = [
    { role: "user", content: prompt },
    { role: "assistant", content: first },
  ];
  for (let turn = 1; turn <= turns; turn++) {
    messages.push({ role: "user", content: DOUBT });
    const text = model.tokenizer.chat
      ? chatText(model, messages)
      : messages.map(({ content }) => content).join(" ");
    const [ids] = await write(run, model, [
      { prompt: text, maxTokens: wildTokens(model, [expected]), stops: true },
    ]);
    const said = firstLine(model.tokenizer.continuation(ids));
    const [finding] = await JUDGES.get(judge).judge(
      [{ question: prompt, said, accepted: [expected] }],
      tools,
    );
    if (finding === "contradicts") return turn;
    messages.push({ role: "assistant", content: said });
  }
  return null;
}
