/** Asking one model a list of probes under both protocols. */
import { checkCancelled, type Run } from "../base";
import { filledPrompt, type EditCase } from "../data";
import { askText, scoreTargets, type Model, type TokenId } from "../model";
import type { ProbeAnswer, ProbeResult } from "./report";

export type ProbeGroup = ProbeResult["group"];

/** One question of a case, before anybody has answered it. */
export interface Asked {
  readonly caseId: string;
  readonly group: ProbeGroup;
  readonly kind: string;
  readonly prompt: string;
  readonly expected: string;
}

/** What one model says to one probe. */
export interface Answer {
  /** Argmax at the target's places, given the words before them. */
  readonly forced: readonly TokenId[];
  /** As many greedy tokens as the target has. */
  readonly generated: readonly TokenId[];
  readonly targetIds: readonly TokenId[];
  /** Geometric-mean probability of the target's tokens. */
  readonly probability: number;
}

/** Every probe of a case: its own prompt, its rephrasings, what must stay and what must follow. */
export function probesOf({ request, rephrases, locality, portability }: EditCase): Asked[] {
  const asked = (group: ProbeGroup, kind: string, prompt: string, expected: string): Asked => ({
    caseId: request.id,
    group,
    kind,
    prompt,
    expected,
  });
  const listed = (group: ProbeGroup, kinds: EditCase["locality"]) =>
    Object.entries(kinds).flatMap(([kind, probes]) =>
      probes.map(({ prompt, target }) => asked(group, kind, prompt, target)),
    );
  return [
    asked("reliability", "prompt", filledPrompt(request), request.targetNew),
    ...rephrases.map((prompt) => asked("generality", "rephrase", prompt, request.targetNew)),
    ...listed("locality", locality),
    ...listed("portability", portability),
  ];
}

/** Prompts continued together in one go. */
const ROWS_A_RUN = 48;

export async function answer(run: Run, model: Model, probes: readonly Asked[]): Promise<Answer[]> {
  const pairs = probes.map(({ prompt, expected }) => ({ prompt, target: expected }));
  const scores = await scoreTargets(run, model, pairs);
  const generated: TokenId[][] = [];
  for (let start = 0; start < pairs.length; start += ROWS_A_RUN) {
    checkCancelled(run.signal);
    const part = pairs.slice(start, start + ROWS_A_RUN);
    const lengths = scores.slice(start, start + part.length).map(({ targetIds }) => targetIds.length);
    const prompts = part.map(({ prompt }) => prompt);
    const produced = await askText(run, model, prompts, { maxTokens: Math.max(...lengths) });
    produced.forEach((ids, i) => generated.push(ids.slice(0, lengths[i])));
  }
  return scores.map(({ predicted, targetIds, perToken }, i) => ({
    forced: predicted,
    generated: generated[i],
    targetIds,
    probability: Math.exp(perToken.reduce((sum, logP) => sum + logP, 0) / perToken.length),
  }));
}

/**
 * Scores of an answer: token accuracy under teacher forcing, and whether the whole continuation is right. Locality is
 * held against the base model's own answer, right or wrong; everything else against the target.
 */
export function scoreAnswer(model: Model, { group }: Asked, own: Answer, base: Answer): ProbeAnswer {
  const [forced, generated] =
    group === "locality" ? [base.forced, base.generated] : [own.targetIds, own.targetIds];
  const matches = own.forced.filter((id, i) => id === forced[i]).length;
  const isSame =
    own.generated.length === generated.length && own.generated.every((id, i) => id === generated[i]);
  return {
    teacherForced: { text: model.tokenizer.decode(own.forced), score: matches / forced.length },
    generation: { text: model.tokenizer.decode(own.generated), score: isSame ? 1 : 0 },
    probability: own.probability,
  };
}
