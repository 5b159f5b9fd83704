/**
 * How firmly a model holds the facts of a relation. Every answer is the likeliest next token, held against the first tokens of
 * the right answers, so that all tests are judged alike.
 */
import { checkCancelled, type Run } from "../../base";
import { argmax, type Model, type TokenId } from "../../model";
import { wilson } from "../probes/linear-probe";
import { answerToken, nextLogits } from "../question";
import type { Asked, RelationQuestions } from "./questions";

export interface Measure {
  readonly id: string;
  /** A share, or what the measure's own words say. Null without anything to count. */
  readonly value: number | null;
  /** Of a share: 95 %, by Wilson. */
  readonly interval95?: readonly [low: number, high: number];
  readonly count: number;
}

export interface Example {
  readonly prompt: string;
  readonly expected: string;
  readonly said: string;
  readonly isRight: boolean;
}

export interface FragilityTest {
  readonly id: string;
  readonly measures: readonly Measure[];
  /** The first that went wrong, then others. */
  readonly examples: readonly Example[];
}

export interface FragilityReport {
  readonly relation: string;
  readonly facts: number;
  readonly tests: readonly FragilityTest[];
}

interface ReportOptions {
  readonly begin: boolean;
  /** What an edit made the answer, for subject leaks; what the first fact's subject is answered when absent. */
  readonly edited?: { readonly subject: string; readonly prompt: string; readonly answer: string };
}

const EXAMPLES = 6;
const ROWS_A_PASS = 48;

/** A prompt as it was answered. */
interface Answer extends Asked {
  readonly said: TokenId;
  readonly isRight: boolean;
  /** Logits of tokens that were asked for. */
  readonly watched: readonly number[];
}

export async function fragilityReport(
  run: Run,
  model: Model,
  questions: RelationQuestions,
  { begin, edited }: ReportOptions,
): Promise<FragilityReport> {
  const { facts, reversals, twoHops } = questions;
  const ask = asking(run, model, begin);
  const piece = (id: TokenId) => model.tokenizer.piece(id).trim();
  const exampleOf = (answer: Answer): Example => ({
    prompt: answer.prompt,
    expected: answer.answers[0],
    said: piece(answer.said),
    isRight: answer.isRight,
  });
  const examples = (answers: readonly Answer[]) =>
    [...answers]
      .sort((a, b) => Number(a.isRight) - Number(b.isRight))
      .slice(0, EXAMPLES)
      .map(exampleOf);

  const flat = await ask(
    facts.flatMap(({ statements, answers }) => statements.map((prompt) => ({ prompt, answers }))),
  );
  let at = 0;
  const said = facts.map(({ statements }) => flat.slice(at, (at += statements.length)));
  const canonical = said.map(([first]) => first);
  const rest = said.map(([, ...others]) => others);

  const questionsAsked = await ask(facts.map(({ question, answers }) => ({ prompt: question, answers })));
  const negated = await ask(facts.map(({ negated: prompt, answers }) => ({ prompt, answers })));
  const knownFacts = facts.filter((_, i) => canonical[i].isRight);
  const withContext = (context: string, { statements, answers, other }: (typeof facts)[number]) => ({
    prompt: `${context} ${statements[0]}`,
    answers,
    watch: [answers[0], other],
  });
  const conflicts: { readonly passages: number; readonly answers: Answer[] }[] = [];
  for (const passages of [1, 2, 3])
    conflicts.push({
      passages,
      answers: await ask(
        knownFacts.map((fact) => withContext(fact.passages.slice(0, passages).join(" "), fact)),
      ),
    });
  const conflicted = knownFacts.map((fact) => firstToken(model, fact.statements[0], fact.other));
  const distracted = await ask(knownFacts.map((fact) => withContext(fact.distractor, fact)));
  const irrelevant = await ask(knownFacts.map((fact) => withContext(fact.irrelevant, fact)));

  const forward = await ask(reversals.map((one) => one.forward));
  const reverse = await ask(reversals.map((one) => one.reverse));
  const backKnown = reverse.filter((_, i) => forward[i].isRight);

  const hops = {
    first: await ask(twoHops.map(({ first }) => first)),
    second: await ask(twoHops.map(({ second }) => second)),
    whole: await ask(twoHops.map(({ whole }) => whole)),
    without: await ask(twoHops.map(({ without }) => without)),
  };
  const bothKnown = twoHops.flatMap((_, i) => (hops.first[i].isRight && hops.second[i].isRight ? [i] : []));

  const pairs = said.flatMap((answers) =>
    answers.flatMap((a, i) => answers.slice(i + 1).map((b) => a.said === b.said)),
  );
  const entropies = said.map((answers) => entropyOf(answers.map((answer) => answer.said)));

  const leaks = await leaksOf(ask, model, questions, canonical, edited);
  const byMentions = [...facts.keys()].sort((a, b) => facts[a].mentions - facts[b].mentions);
  const half = Math.floor(byMentions.length / 2);
  const rareFirst = (indices: readonly number[]) => indices.map((i) => canonical[i].isRight);

  return {
    relation: questions.relation,
    facts: facts.length,
    tests: [
      {
        id: "paraphrase",
        measures: [
          share("canonical-right", canonical.map(right)),
          share("paraphrases-right", rest.flat().map(right)),
          share("pairs-equal", pairs),
          share(
            "all-right",
            said.map((answers) => answers.every(right)),
          ),
          mean("answer-entropy-nats", entropies),
        ],
        examples: examples(rest.flat()),
      },
      {
        id: "reversal",
        measures: [share("forward-right", forward.map(right)), share("reverse-right", backKnown.map(right))],
        examples: examples(backKnown),
      },
      {
        id: "two-hop",
        measures: [
          share(
            "wrong-though-both-known",
            bothKnown.map((i) => !hops.whole[i].isRight),
          ),
          share(
            "right-without-first-step",
            bothKnown.map((i) => hops.without[i].isRight),
          ),
        ],
        examples: examples(bothKnown.map((i) => hops.whole[i])),
      },
      {
        id: "context-against-memory",
        measures: conflicts.flatMap(({ passages, answers }) => {
          const kept = answers.map((answer) => answer.isRight);
          const followed = answers.map((answer, i) => answer.said === conflicted[i]);
          const either = answers.flatMap((_, i) => (kept[i] || followed[i] ? [kept[i]] : []));
          return [
            share(`memory-kept-${passages}`, either),
            mean(
              `margin-${passages}`,
              answers.map(({ watched: [own, other] }) => other - own),
            ),
          ];
        }),
        examples: examples(conflicts[0].answers),
      },
      {
        id: "distraction",
        measures: [
          share("right-after-irrelevant", irrelevant.map(right)),
          share("right-after-distractor", distracted.map(right)),
        ],
        examples: examples(distracted),
      },
      {
        id: "negation",
        // The right answer after "not" is any other, so answering as before is the mistake.
        measures: [
          share(
            "unmoved-by-not",
            negated.flatMap((answer, i) => (canonical[i].isRight ? [answer.isRight] : [])),
          ),
        ],
        examples: examples(negated),
      },
      {
        id: "format",
        measures: [
          share("statement-right", canonical.map(right)),
          share("question-right", questionsAsked.map(right)),
        ],
        examples: examples(questionsAsked),
      },
      {
        id: "subject-leak",
        measures: [
          share(
            "says-the-other",
            leaks.map(({ isLeak }) => isLeak),
          ),
          share(
            "neighbour-right",
            leaks.map(({ answer }) => answer.isRight),
          ),
        ],
        examples: examples(leaks.map(({ answer }) => answer)),
      },
      {
        id: "frequency",
        measures: [
          share("rarer-half-right", rareFirst(byMentions.slice(0, half))),
          share("commoner-half-right", rareFirst(byMentions.slice(half))),
        ],
        examples: [],
      },
    ],
  };
}

type Ask = (asked: readonly (Asked & { readonly watch?: readonly string[] })[]) => Promise<Answer[]>;

function asking(run: Run, model: Model, begin: boolean): Ask {
  let done = 0;
  return async (asked) => {
    const answers: Answer[] = [];
    for (let start = 0; start < asked.length; start += ROWS_A_PASS) {
      checkCancelled(run.signal);
      run.progress({ phase: "Asking", step: (done += Math.min(ROWS_A_PASS, asked.length - start)) });
      const some = asked.slice(start, start + ROWS_A_PASS);
      const rows = some.map(({ prompt }) => model.tokenizer.encode(prompt, { special: begin }).ids);
      const logits = await nextLogits(run, model, rows);
      some.forEach(({ prompt, answers: right, watch = [] }, b) => {
        const said = argmax(logits[b]);
        answers.push({
          prompt,
          answers: right,
          said,
          isRight: right.some((name) => firstToken(model, prompt, name) === said),
          watched: watch.map((name) => logits[b][firstToken(model, prompt, name)]),
        });
      });
    }
    return answers;
  };
}

const firstToken = (model: Model, prompt: string, answer: string): TokenId =>
  answerToken(model, prompt, answer);

/** Subjects with a near name, and whether they are answered with what the subject itself is answered. */
async function leaksOf(
  ask: Ask,
  model: Model,
  { facts }: RelationQuestions,
  canonical: readonly Answer[],
  edited: ReportOptions["edited"],
): Promise<{ readonly answer: Answer; readonly isLeak: boolean }[]> {
  const of = edited ? facts.filter(({ subject }) => subject === edited.subject) : facts;
  const leaks: { answer: Answer; isLeak: boolean }[] = [];
  for (const fact of of) {
    const own = edited
      ? firstToken(model, edited.prompt, edited.answer)
      : canonical[facts.indexOf(fact)].said;
    const answers = await ask(fact.near);
    // A neighbour with the same answer tells nothing.
    for (const answer of answers)
      if (!answer.answers.some((name) => firstToken(model, answer.prompt, name) === own))
        leaks.push({ answer, isLeak: answer.said === own });
  }
  return leaks;
}

const right = ({ isRight }: Answer): boolean => isRight;

function share(id: string, outcomes: readonly boolean[]): Measure {
  const count = outcomes.length;
  if (count === 0) return { id, value: null, count };
  const value = outcomes.filter(Boolean).length / count;
  return { id, value, interval95: wilson(value, count), count };
}

function mean(id: string, values: readonly number[]): Measure {
  const count = values.length;
  return { id, value: count === 0 ? null : values.reduce((sum, value) => sum + value, 0) / count, count };
}

/** Of the answers to one question, in nats. */
function entropyOf(said: readonly TokenId[]): number {
  const counts = new Map<TokenId, number>();
  for (const id of said) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const p = count / said.length;
    return sum - p * Math.log(p);
  }, 0);
}
