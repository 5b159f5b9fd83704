/** Gathers the evidence of a factuality report, for some questions of a list at a time, so that a long one can be stopped. */
import { seededRandom, type Run } from "../../base";
import type { Question } from "../../data";
import { askLogits, likeliest, type Model } from "../../model";
import { createRetriever, withFact } from "../benchmark/retrieval";
import { DECODING_AIDS, type DecodingAid } from "../decoding";
import { contextAwareLogits } from "../decoding/context-aware";
import { best } from "../decoding/aid";
import type { AnsweredQuestion } from "./answered";
import { askQuestions } from "./ask";
import type { Contradicted, FactualityItem } from "./record";

export interface EvidenceCall {
  readonly model: Model;
  /** All questions of the list that are asked: a question may be contradicted by the answer of any of them. */
  readonly questions: readonly Question[];
  /** Questions that are not asked, for aids that are fitted. */
  readonly apart: readonly Question[];
  /** Drawn answers to each question. */
  readonly samples: number;
  /** Weight of the context in context-aware decoding; 0 leaves it out of what contradicts. */
  readonly contextWeight: number;
  readonly aids: readonly string[];
  readonly amateur?: Model;
}

const ANSWER_TOKENS = 10;
/** Two rows a question, with logits as wide as the vocabulary. */
const TOGETHER = 16;

/** Of the questions from one index to another. */
export async function factualityEvidence(
  run: Run,
  call: EvidenceCall,
  from: number,
  to: number,
): Promise<FactualityItem[]> {
  const { model, questions: all, samples } = call;
  const questions = all.slice(from, to);
  const retrieve = createRetriever(all.map(({ prompt, answers }) => `${prompt} ${answers[0]}`));
  const form = (prompt: string) => withFact(retrieve(prompt), prompt);
  const plain = await askQuestions(run, model, questions, { samples, rephrasings: true });
  const retrieved = await askQuestions(run, model, questions, { form });
  const contradicted = await contradictedAt(run, call, from, to);
  const aided = await aidedAnswers(run, call, questions, form);
  return questions.map((question, i) => ({
    question,
    plain: withoutQuestion(plain[i]),
    retrieved: withoutQuestion(retrieved[i]),
    contradicted: contradicted[i],
    aided: aided[i],
  }));
}

function withoutQuestion({ question: _, ...answered }: AnsweredQuestion): FactualityItem["plain"] {
  // The schema's lists are mutable.
  return structuredClone(answered) as FactualityItem["plain"];
}

/** What each aid makes the model say; questions with choices are left to the plain model. */
async function aidedAnswers(
  run: Run,
  { model, amateur, apart, aids, contextWeight }: EvidenceCall,
  questions: readonly Question[],
  form: (prompt: string) => string,
): Promise<Record<string, string>[]> {
  const free = questions.filter(({ choices }) => choices === undefined);
  const said = questions.map((): Record<string, string> => ({}));
  if (free.length === 0) return said;
  for (const aid of aids.map((id): DecodingAid => DECODING_AIDS.get(id))) {
    run.progress({ phase: aid.name.en, step: 0, steps: free.length });
    const texts = await aid.write(run, {
      model,
      amateur,
      apart,
      questions: free,
      behindFacts: free.map(({ prompt }) => form(prompt)),
      contextWeight: contextWeight || 0.5,
      maxTokens: ANSWER_TOKENS,
      random: ({ id }) => seededRandom(`${aid.id} ${id}`),
    });
    free.forEach((question, i) => (said[questions.indexOf(question)][aid.id] = texts[i]));
  }
  return said;
}

/** Each question behind a sentence that gives it the answer of another question of its relation; null where there is none. */
async function contradictedAt(
  run: Run,
  { model, questions: all, contextWeight: weight }: EvidenceCall,
  from: number,
  to: number,
): Promise<(Contradicted | null)[]> {
  const told = all.slice(from, to).map((question, i) => {
    if (question.choices || question.relation === undefined) return null;
    const others = [...all.slice(from + i + 1), ...all.slice(0, from + i)];
    const other = others.find(
      ({ relation, answers: [answer] }) =>
        relation === question.relation && !question.answers.includes(answer),
    );
    return other ? { prompt: question.prompt, told: other.answers[0] } : null;
  });
  const firstOf = (text: string, prompt: string) => {
    const [own, whole] = [prompt, `${prompt} ${text}`].map(
      (one) => model.tokenizer.encode(one, { special: true }).ids,
    );
    return whole[own.length];
  };
  const found: (Contradicted | null)[] = told.map(() => null);
  const asked = told.flatMap((one, i) => (one ? [{ ...one, i }] : []));
  for (let start = 0; start < asked.length; start += TOGETHER) {
    run.progress({ phase: "Contradicting the model", step: start, steps: asked.length });
    const some = asked.slice(start, start + TOGETHER);
    const said = await askLogits(
      run,
      model,
      some.flatMap(({ prompt, told: other }) => [{ prompt }, { prompt: `${prompt} ${other}. ${prompt}` }]),
    );
    some.forEach(({ prompt, told: other, i }, pair) => {
      const [alone, behind] = [said[2 * pair], said[2 * pair + 1]].map(({ logits: [next] }) => next);
      const [[memory], [says]] = [likeliest(alone, 1), likeliest(behind, 1)];
      const wanted = firstOf(other, prompt);
      found[i] = {
        told: other,
        keeps: says.id === wanted ? "context" : says.id === memory.id ? "memory" : "neither",
        ...(weight > 0 && { aware: best(contextAwareLogits(behind, alone, weight)) === wanted }),
      };
    });
  }
  return found;
}
