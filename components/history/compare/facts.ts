/** The facts that both versions of a comparison are asked, and what their answers show. Nothing here knows of React. */
import { gives, worldIdOf, type WorldLanguage } from "@/lib/data";
import { drawCases, findFacts, type FactFound } from "@/lib/api";
import { callEndpoint } from "@/lib/client/queries/http";

export const FACTS = 100;
/** Of each edited subject; a subject of the world has fewer. */
const NEAR = 20;

export interface Fact {
  readonly prompt: string;
  /** What the world, or the model before any edit, says. */
  readonly answer: string;
  /** Whether it is of a subject that an edit between the versions is about. */
  readonly isNear: boolean;
}

/** Facts of the edited subjects first, then facts drawn from the world, a hundred in all. */
export async function factsFor(
  {
    modelId,
    subjects,
    seed,
    language,
    known,
  }: {
    modelId: string;
    subjects: readonly string[];
    seed: number;
    language: WorldLanguage;
    known?: readonly string[];
  },
  signal: AbortSignal,
): Promise<Fact[]> {
  const params = { worldId: worldIdOf(modelId) };
  const asked = { known: known && [...known] };
  const [drawn, ...found] = await Promise.all([
    callEndpoint(
      drawCases,
      { params, input: { ...asked, language, count: FACTS, seed: `compare ${seed}` } },
      signal,
    ),
    ...subjects.map((search) =>
      callEndpoint(findFacts, { params, input: { ...asked, search, flawed: false, limit: NEAR } }, signal),
    ),
  ]);
  const near = found
    .flatMap(({ facts }, i) => facts.filter(({ subject }) => subject === subjects[i]))
    .flatMap(toFact);
  const far = drawn.cases.map(({ request }): Fact => ({
    prompt: request.prompt.replace("{}", request.subject),
    answer: request.targetTrue ?? "",
    isNear: false,
  }));
  const byPrompt = new Map([...near, ...far].reverse().map((fact) => [fact.prompt, fact]));
  return [...byPrompt.values()].reverse().slice(0, FACTS);
}

function toFact({ prompt, subject, answer }: FactFound): Fact[] {
  return answer === undefined ? [] : [{ prompt: prompt.replace("{}", subject), answer, isNear: true }];
}

/** What a continuation says first: to the end of its sentence or line. */
export function firstSentence(text: string): string {
  return text
    .trim()
    .split(/(?<=[.!?])(?:\s|$)|(?<=[。！？])|\n/u)[0]
    .trim();
}

export interface FactAsked extends Fact {
  /** What the earlier version says, and the later one. */
  readonly says: readonly [string, string];
}

export interface FactsCompared {
  readonly asked: number;
  /** Those that the two answer differently, facts of edited subjects first. */
  readonly differing: readonly FactAsked[];
  /** How many of the answers each gives. */
  readonly given: readonly [number, number];
}

export function compareFacts(facts: readonly Fact[], texts: readonly (readonly string[])[]): FactsCompared {
  const asked = facts.map((fact, i): FactAsked => ({
    ...fact,
    says: [firstSentence(texts[0][i]), firstSentence(texts[1][i])],
  }));
  const count = (side: 0 | 1) => asked.filter(({ says, answer }) => gives(says[side], answer)).length;
  return {
    asked: asked.length,
    differing: asked.filter(({ says: [before, after] }) => before !== after),
    given: [count(0), count(1)],
  };
}
