/**
 * Which facts a model knows: those whose answer it begins with when it continues the question greedily. An answer is compared
 * token by token, as answers to probes are.
 *
 * A model is asked once. All questions are asked for one token first, and only answers that begin with it are asked for whole.
 */
import { checkCancelled, hashJson, type JsonObject, type Run } from "../../base";
import { argmax, askLogits, encodeSentence, scoreTargets, type Model, type ModelFacts } from "../../model";
import { int32, numbersOf, type ArtifactCache } from "../../tensor";

/** A question and the answers that are true of it, as a world asks it. */
interface OpenQuestion {
  readonly prompt: string;
  readonly answers: readonly string[];
}

const ROWS_A_RUN = 48;
/** Questions between two parts that are kept. */
const KEPT_EVERY = 10 * ROWS_A_RUN;
/** Stands for a question to which the model gives none of the answers. */
const UNKNOWN = -1;

/** The dependencies of the answers. `fingerprint` is of the model without overlays. */
export async function knownFactsKey(
  { checkpoint }: Pick<ModelFacts, "checkpoint">,
  fingerprint: string,
  questions: readonly OpenQuestion[],
): Promise<JsonObject> {
  return {
    artifact: "known-facts",
    checkpoint,
    weights: fingerprint,
    texts: "facts of the Atlas world",
    questions: await hashJson(questions.map(({ prompt, answers }) => [prompt, ...answers])),
  };
}

/** For each question the index of the answer that the unedited model gives, −1 for none. An artifact. */
export async function askKnownFacts(
  run: Run,
  { bare: model }: Model,
  questions: readonly OpenQuestion[],
  cache: ArtifactCache,
): Promise<readonly number[]> {
  const key = await knownFactsKey(model.facts, await model.fingerprint(), questions);
  const bundle = await cache.getOrMake(
    key,
    async (making) => {
      const part = await making.kept();
      const given: number[] = part ? Array.from(numbersOf(part.given)) : [];
      let kept = given.length;
      const keep = async (): Promise<void> => {
        if (given.length === kept) return;
        kept = given.length;
        await making.keep({ given: int32([kept], given) }, { done: kept, total: questions.length });
      };
      try {
        while (given.length < questions.length) {
          checkCancelled(run.signal);
          run.progress({
            phase: "Asking for the facts that the model knows",
            step: given.length,
            steps: questions.length,
          });
          given.push(
            ...(await answersGiven(run, model, questions.slice(given.length, given.length + ROWS_A_RUN))),
          );
          if (given.length - kept >= KEPT_EVERY) await keep();
        }
      } catch (error) {
        await keep();
        throw error;
      }
      const known = given.filter((answer) => answer !== UNKNOWN).length;
      making.note({ samples: { count: given.length, unit: "facts" }, known });
      return { given: int32([given.length], given) };
    },
    run.signal,
  );
  return Array.from(numbersOf(bundle.given));
}

/** What does not fit into the context is not known. */
async function answersGiven(run: Run, model: Model, questions: readonly OpenQuestion[]): Promise<number[]> {
  const pairs = questions.flatMap(({ prompt, answers }, question) =>
    answers.flatMap((target, answer) => {
      const { ids, promptLength } = encodeSentence(model.tokenizer, prompt, target);
      const isReadable = ids.length <= model.facts.dimensions.context;
      return isReadable ? [{ question, answer, prompt, target, first: ids[promptLength] }] : [];
    }),
  );
  const asked = [...new Set(pairs.map(({ question }) => question))];
  const said = await askLogits(
    run,
    model,
    asked.map((question) => ({ prompt: questions[question].prompt })),
  );
  const firsts = new Map(asked.map((question, i) => [question, argmax(said[i].logits[0])]));
  const begun = pairs.filter(({ question, first }) => firsts.get(question) === first);
  const whole = await scoreTargets(run, model, begun);
  const given = questions.map(() => UNKNOWN);
  // The first of several answers that begin alike.
  for (const [i, { question, answer }] of [...begun.entries()].reverse())
    if (whole[i].isGreedy) given[question] = answer;
  return given;
}
