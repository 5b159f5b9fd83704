/**
 * Parity of factuality: likelihoods, choices, free answers, whole texts and calibration, held against lm-evaluation-harness on the
 * same model.
 */
import { z } from "zod";
import { createRun } from "../../lib/base";
import type { Question } from "../../lib/data";
import {
  askQuestions,
  bestTemperature,
  confidences,
  equalMass,
  equalWidth,
  expectedError,
  largestError,
  MEASURES,
  rollingLogP,
  rootMeanSquareError,
  textPerplexities,
  type AnsweredQuestion,
} from "../../lib/eval/factuality";
import type { Model } from "../../lib/model";
import { check, type Check } from "./report";

const Choices = z.object({
  id: z.string(),
  prompt: z.string().optional(),
  context: z.string().optional(),
  question: z.string().optional(),
  choices: z.array(z.string()),
  gold: z.int().optional(),
  labels: z.array(z.int()).optional(),
  acc: z.number().nullable(),
  loglikelihoods: z.array(z.number()),
  greedy: z.array(z.boolean()),
  tokens: z.array(z.int()),
});
const Bins = z.object({ ece: z.number(), rms: z.number().optional(), max: z.number().optional() });
const Result = z.record(z.string(), z.number().nullable());

export const FactualityFixture = z.object({
  kind: z.literal("factuality"),
  max_length: z.int(),
  prefix_token_id: z.int(),
  truthful_context_example: z.string().optional(),
  results: z.record(z.string(), Result),
  truthful_mc2_stable: z.array(z.number()),
  calibration: z.object({
    equal_width_15: Bins,
    equal_width_10: Bins,
    equal_mass_5: Bins,
    brier_top_label: z.number(),
    nll: z.number(),
    auroc: z.number(),
    risk_coverage_area: z.number(),
    risk_at_half: z.number(),
    temperature: z.object({ best: z.number(), nll: z.number() }),
  }),
  items: z.object({
    mc: z.array(Choices),
    truthful_mc1: z.array(Choices),
    truthful_mc2: z.array(Choices),
    cloze_generate: z.array(
      z.object({
        id: z.string(),
        prompt: z.string(),
        answer: z.string(),
        generated: z.string(),
        exact_match: z.number(),
        f1: z.number(),
      }),
    ),
    cloze_loglikelihood: z.array(
      z.object({ loglikelihood: z.number(), greedy: z.boolean(), tokens: z.int() }),
    ),
    texts: z.array(
      z.object({ id: z.string(), text: z.string(), loglikelihood: z.number(), tokens: z.int() }),
    ),
  }),
});
export type FactualityFixture = z.infer<typeof FactualityFixture>;

/** As the fixtures state them: log-likelihoods 1e-3 and 1e-5 relative; results 2e-4, perplexities 5e-4, relative. */
const LOG_ABSOLUTE = 1e-3;
const LOG_RELATIVE = 1e-5;
const RESULT = 2e-4;
const PERPLEXITY = 5e-4;

export async function checkFactuality(model: Model, fixture: FactualityFixture): Promise<Check[]> {
  const run = createRun();
  const { items, results, calibration } = fixture;
  const checks: Check[] = [];
  const logP = (at: string, found: number, expected: number) =>
    checks.push(
      check(
        at,
        "log-likelihood",
        Math.abs(found - expected) / (LOG_ABSOLUTE + LOG_RELATIVE * Math.abs(expected)),
        1,
        "of the tolerance",
      ),
    );
  const relative = (
    at: string,
    quantity: string,
    found: number | null,
    expected: number | null | undefined,
    allowed = RESULT,
  ) => {
    if (expected === null || expected === undefined) return;
    checks.push(
      check(
        at,
        quantity,
        found === null ? Infinity : Math.abs(found - expected) / Math.max(1e-6, Math.abs(expected)),
        allowed,
        "relative",
      ),
    );
  };
  const measured = (answered: readonly AnsweredQuestion[]) => (id: string) =>
    MEASURES.get(id).score(answered);

  const ofChoices = async (name: "mc" | "truthful_mc1" | "truthful_mc2") => {
    const header = fixture.truthful_context_example?.replace(/Q: [^\n]*\nA:$/, "") ?? "";
    const answered = await askQuestions(
      run,
      model,
      items[name].map((item): Question => choiceQuestion(item, header)),
    );
    answered.forEach(({ choices = [] }, i) => {
      const item = items[name][i];
      choices.forEach((choice, c) => {
        const at = `${name} / ${item.id}.${c}`;
        logP(at, choice.logP, item.loglikelihoods[c]);
        checks.push(check(at, "tokens", Math.abs(choice.tokens - item.tokens[c]), 0, "tokens"));
        checks.push(
          check(at, "greedy", choice.isGreedy === item.greedy[c] ? 0 : 1, 0, "choices that differ"),
        );
      });
    });
    return answered;
  };

  const mc = await ofChoices("mc");
  const ofMc = measured(mc);
  relative("mc", "acc", ofMc("acc"), results.mc.acc);
  relative("mc", "acc_norm", ofMc("acc-norm"), results.mc.acc_norm);
  relative("mc", "acc_bytes", ofMc("acc-bytes"), results.mc.acc_bytes);
  relative("mc", "brier", ofMc("brier"), results.mc.brier_score);
  relative("truthful", "mc1", measured(await ofChoices("truthful_mc1"))("mc1"), results.truthful_mc1.acc);
  const truthful = await ofChoices("truthful_mc2");
  truthful.forEach((item, i) =>
    relative(`truthful / ${i}`, "mc2", measured([item])("mc2"), fixture.truthful_mc2_stable[i]),
  );

  const answers = confidences(mc);
  for (const [bins, expected] of [
    [equalWidth(answers, 15), calibration.equal_width_15],
    [equalWidth(answers, 10), calibration.equal_width_10],
    [equalMass(answers, 5), calibration.equal_mass_5],
  ] as const) {
    const at = `calibration / ${bins.length} bins`;
    relative(at, "ece", expectedError(bins), expected.ece);
    relative(at, "rms", rootMeanSquareError(bins), expected.rms);
    relative(at, "largest", largestError(bins), expected.max);
  }
  relative("calibration", "brier of the answer", ofMc("brier-top"), calibration.brier_top_label);
  relative("calibration", "nll", ofMc("choice-nll"), calibration.nll);
  relative("calibration", "auroc", ofMc("auroc"), calibration.auroc);
  relative("calibration", "risk and coverage", ofMc("risk-coverage"), calibration.risk_coverage_area);
  relative("calibration", "risk at half", ofMc("risk-at-half"), calibration.risk_at_half);
  const temperature = bestTemperature(mc);
  checks.push(
    check(
      "calibration",
      "temperature",
      Math.abs((temperature?.best ?? 0) - calibration.temperature.best),
      1e-9,
      "degrees",
    ),
  );
  relative("calibration", "nll at it", temperature?.nll ?? null, calibration.temperature.nll);

  const written = await askQuestions(
    run,
    model,
    items.cloze_generate.map(({ id, prompt, answer }): Question => ({
      id,
      prompt,
      answers: [answer],
      rephrases: [],
    })),
  );
  written.forEach((item, i) => {
    const { id, generated, exact_match: exact, f1 } = items.cloze_generate[i];
    checks.push(
      check(`cloze / ${id}`, "written text", item.said === generated.trim() ? 0 : 1, 0, "texts that differ"),
    );
    relative(`cloze / ${id}`, "exact match", measured([item])("exact-match"), exact);
    relative(`cloze / ${id}`, "f1", measured([item])("f1"), f1);
    const expected = items.cloze_loglikelihood[i];
    logP(`cloze / ${id}`, item.answer?.logP ?? NaN, expected.loglikelihood);
    checks.push(
      check(`cloze / ${id}`, "tokens", Math.abs((item.answer?.tokens ?? 0) - expected.tokens), 0, "tokens"),
    );
  });
  const ofCloze = measured(written);
  relative("cloze", "exact match", ofCloze("exact-match"), results.cloze_generate.exact_match);
  relative("cloze", "f1", ofCloze("f1"), results.cloze_generate.f1);
  relative(
    "cloze",
    "perplexity",
    ofCloze("answer-perplexity"),
    results.cloze_loglikelihood.perplexity,
    PERPLEXITY,
  );
  relative("cloze", "acc", ofCloze("cloze-acc"), results.cloze_loglikelihood.acc);

  const texts = [];
  for (const { id, text, loglikelihood, tokens } of items.texts) {
    const found = await rollingLogP(run, model, text, {
      first: fixture.prefix_token_id,
      window: fixture.max_length,
    });
    logP(`text / ${id}`, found.logP, loglikelihood);
    checks.push(check(`text / ${id}`, "tokens", Math.abs(found.tokens - tokens), 0, "tokens"));
    texts.push({ text, logP: found.logP });
  }
  const { word, byte, bitsPerByte } = textPerplexities(texts);
  relative("texts", "perplexity by word", word, results.texts.word_perplexity, PERPLEXITY);
  relative("texts", "perplexity by byte", byte, results.texts.byte_perplexity, PERPLEXITY);
  relative("texts", "bits by byte", bitsPerByte, results.texts.bits_per_byte, PERPLEXITY);
  return checks;
}

function choiceQuestion(
  { id, prompt, context, question, choices, gold, labels }: z.infer<typeof Choices>,
  header: string,
): Question {
  const correct = labels ? labels.flatMap((label, i) => (label === 1 ? [i] : [])) : [gold ?? 0];
  // A fixture whose items state a question alone begins every prompt with the same examples.
  const asked = prompt ?? context ?? `${header}Q: ${question}\nA:`;
  return { id, prompt: asked, rephrases: [], answers: [choices[correct[0]]], choices, correct };
}
