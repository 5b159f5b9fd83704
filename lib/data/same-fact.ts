/**
 * Cases of one list that are about the same fact: the prompt of one is that of the other, or a rephrasing of the other. Two
 * cases that share a rephrasing alone may ask for different things in one vague question.
 */
import { filledPrompt, type EditCase } from "./request";

/** Two cases about one fact, by their places: a later one and the nearest before it. */
interface Clash {
  /** Whether their targets differ, so that only one of them can hold. */
  readonly kind: "contradiction" | "repetition";
  readonly first: number;
  readonly second: number;
}

type Stated = Pick<EditCase, "request" | "rephrases">;

/** Every case that asks for the fact of an earlier one, in the order of the list. */
export function clashesOf(cases: readonly Stated[]): Clash[] {
  return earlierOf(cases).flatMap((earlier, second) => {
    if (earlier.length === 0) return [];
    const first = Math.max(...earlier);
    return [{ kind: kindOf(cases[first], cases[second]), first, second }];
  });
}

/** By case, the place of the last one that asks for the same fact with another target; undefined where its own should hold. */
export function replacedBy(cases: readonly Stated[]): (number | undefined)[] {
  const last = [...cases.keys()];
  const earlier = earlierOf(cases);
  for (let index = cases.length - 1; index > 0; index--)
    for (const other of earlier[index]) last[other] = Math.max(last[other], last[index]);
  return cases.map((stated, index) =>
    kindOf(stated, cases[last[index]]) === "contradiction" ? last[index] : undefined,
  );
}

/** One sentence with the paths of both cases in the list that `path` leads to. */
export function clashText({ kind, first, second }: Clash, cases: readonly Stated[], path = "cases"): string {
  const both = `${path}.${first} and ${path}.${second}`;
  const { request: request } = cases[first];
  if (kind === "repetition") return `${both} are the same edit: ${sentenceOf(request)}.`;
  const { targetNew } = cases[second].request;
  return `${both} contradict each other: ${sentenceOf(request)}, and “${targetNew}”. Only one of them can hold.`;
}

function sentenceOf(request: EditCase["request"]): string {
  return `“${filledPrompt(request)}” with “${request.targetNew}”`;
}

function kindOf(one: Stated, other: Stated): Clash["kind"] {
  const [target, wanted] = [one, other].map(({ request }) => plain(request.targetNew));
  return target === wanted ? "repetition" : "contradiction";
}

/** By case, the places of those before it that ask for the same fact: of each text the nearest. */
function earlierOf(cases: readonly Stated[]): number[][] {
  const prompts = new Map<string, number>();
  const rewordings = new Map<string, number>();
  return cases.map(({ request, rephrases }, index) => {
    const prompt = plain(filledPrompt(request));
    const reworded = rephrases.map(plain);
    const known = [prompts.get(prompt), rewordings.get(prompt), ...reworded.map((text) => prompts.get(text))];
    prompts.set(prompt, index);
    for (const text of reworded) rewordings.set(text, index);
    return known.filter((other) => other !== undefined);
  });
}

/** A text as it is compared: people write one prompt with different spaces. */
function plain(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}
