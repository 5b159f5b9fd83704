/** Knowledge neurons of a question, over its wordings, and what becomes of its answer and of others without them. */
import { insideStep, invalidField, type Run } from "../../base";
import { argmax, type Model } from "../../model";
import type { AnalysisQuestion } from "../analysis";
import { readFacts } from "../facts";
import { answerToken, nextLogits, readPrompt } from "../question";
import { attributeNeurons, type NeuronSite } from "./attribute";
import { changeAnswers } from "./change";
import { neuronsAbove, neuronsOften, type NeuronsAbove } from "./choose";

export interface KnowledgeNeuronsCall {
  readonly layers: readonly number[];
  readonly steps: number;
  readonly threshold: number;
  readonly site: NeuronSite;
  readonly refineShare: number;
}

const MOST = 200;
const OTHERS = 12;
const ROWS_A_PASS = 20;

/** Facts of the question about the same subject are other wordings; those about others are the control. */
export async function knowledgeNeurons(
  run: Run,
  model: Model,
  question: AnalysisQuestion,
  { layers: asked, steps, threshold, site, refineShare }: KnowledgeNeuronsCall,
) {
  const all = Array.from({ length: model.facts.dimensions.layers }, (_, layer) => layer);
  const missing = asked.find((layer) => !all.includes(layer));
  if (missing !== undefined)
    throw invalidField(
      "parameters.layers",
      `There is no layer ${missing}; this model has ${all.length}.`,
      `Choose layers from 0 to ${all.length - 1}.`,
    );
  const layers = asked.length > 0 ? [...new Set(asked)].sort((a, b) => a - b) : all;
  const prompt = readPrompt(model, question);
  const [said] = await nextLogits(run, model, [prompt.ids]);
  const answer =
    question.answer === undefined ? argmax(said) : answerToken(model, prompt.text, question.answer);
  const isOwn = ({ subject }: { readonly subject: string }) => subject === question.subject;
  const facts = question.facts ?? [];
  const wordings = facts.filter(isOwn).map((fact) => readPrompt(model, { ...fact, begin: question.begin }));
  const prompts = [prompt, ...wordings];
  const found: NeuronsAbove[] = [];
  for (const [step, { ids }] of prompts.entries()) {
    const inside = insideStep(run, { phase: `Wording ${step + 1}`, step, steps: prompts.length });
    const options = { layers, steps, batchSize: ROWS_A_PASS, site };
    found.push(neuronsAbove(await attributeNeurons(inside, model, ids, [answer], options), threshold));
  }
  const chosen = neuronsOften(found, prompts.length > 1 ? refineShare : 0);
  const others = await readFacts(
    run,
    model,
    { ...question, facts: facts.filter((fact) => !isOwn(fact)) },
    OTHERS,
  );
  const [change, ...rest] = await changeAnswers(
    run,
    model,
    [{ ids: prompt.ids, answer }, ...others.map(({ ids, id }) => ({ ids, answer: id }))],
    chosen,
  );
  return {
    answer: model.tokenizer.piece(answer),
    prompts: prompts.map(({ text }) => text),
    largest: found[0].largest,
    layers: layers.map((layer) => {
      const own = chosen.filter((one) => one.layer === layer);
      return { layer, neurons: own.length, score: own.reduce((sum, { score }) => sum + score, 0) };
    }),
    neurons: chosen.slice(0, MOST),
    total: chosen.length,
    change,
    others: others.map((fact, i) => ({
      prompt: fact.prompt.replace("{}", () => fact.subject),
      answer: fact.answer,
      change: rest[i],
    })),
    convention: { site, steps, threshold, begin: question.begin },
  };
}
