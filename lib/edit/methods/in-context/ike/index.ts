/**
 * IKE: the fact is added to the prompt, after demonstrations of the use of such facts (Zheng et al. 2023). No weight
 * changes. The model must learn from its context. A small model that was trained on single sentences does not, and keeps
 * its old answer.
 *
 * Demonstrations, their order and the prompt are the reference's. Two things differ. Unless `retriever` names a sentence
 * encoder, as the reference uses one, demonstrations are found by the model's own averaged hidden states, so that nothing
 * has to be downloaded. And the reference puts the fact before every question; here an unrelated question stays bare, so
 * that a model can have a thousand edits.
 */
import { z } from "zod";
import { askedWith, demonstrationOverlay } from "../../../../model";
import { filledPrompt } from "../../../../data";
import { defineMethod } from "../../../method";
import { corpusOf, demonstrationsKey, factsFrom, questionsKey } from "./demonstrations";
import { estimate, ROW_TOKENS } from "../../../shared/preflight";
import { chosenEncoder, encoderKey, MODEL_ITSELF, modelKey } from "./retriever";

const IkeParameters = z.object({
  layers: z
    .array(z.int().min(0))
    .min(1)
    .default([0])
    .describe("Layers whose input, averaged over tokens, tells what a text is about."),
  retriever: z
    .string()
    .min(1)
    .default(MODEL_ITSELF)
    .describe(
      'What finds the demonstrations that are most like the question: "model", the embeddings of the edited model itself, or the id of a sentence encoder in Library.',
    ),
  demonstrations: z
    .int()
    .min(0)
    .max(64)
    .default(16)
    .describe("Demonstrations before the fact, as far as the context has room for them.")
    .meta({ alias: "k" }),
  shown: z
    .int()
    .min(1)
    .max(16)
    .default(1)
    .describe("Edited facts that stand before one question, of all that it may be about."),
  threshold: z
    .number()
    .default(0.4)
    .describe(
      "How near a question must be to a fact's own prompt, which counts as 1, to be asked behind it.",
    ),
  ridge: z
    .number()
    .positive()
    .default(0.03)
    .describe("Evens out the directions in which questions differ; more makes rare words count less."),
  corpus: z
    .int()
    .min(16)
    .max(10_000)
    .default(600)
    .describe("Training edits that demonstrations are made of."),
});
type IkeParameters = z.infer<typeof IkeParameters>;

/** Of a demonstration: a fact and a question with its answer. */
const DEMONSTRATION_TOKENS = 3 * ROW_TOKENS;
/** Of one training edit. */
const DEMONSTRATIONS_AN_EDIT = 3;
const QUESTIONS_AN_EDIT = 12;

export const ike = defineMethod<IkeParameters>({
  id: "ike",
  name: "IKE",
  summary: "Puts the fact into the prompt, with examples of how to use such facts; weights stay as they are.",
  paper: {
    title: "Can We Edit Factual Knowledge by In-Context Learning?",
    year: 2023,
    url: "https://arxiv.org/abs/2305.12740",
  },
  kind: "in-context",
  traits: { batch: true, sequential: true, gradient: false },
  parameters: IkeParameters,
  presets: [
    // Atlas has not learned to use its context: none of 16 edits is answered, with or without demonstrations.
    { name: "Atlas", models: ["atlas"], parameters: IkeParameters.parse({ demonstrations: 0 }) },
    {
      name: "As published",
      models: ["gpt2-xl", "gpt-j-6b", "llama-7b"],
      publishedIn: "EasyEdit",
      parameters: IkeParameters.parse({}),
    },
  ],
  async preflight(call) {
    const { facts, fingerprint, training, parameters } = call;
    const { layers, corpus, demonstrations } = parameters;
    const encoder = await chosenEncoder(parameters.retriever, call.openEncoder);
    const modelOwnKey = modelKey(facts, fingerprint, layers);
    const source = { corpus, training: { name: training } };
    const report = await estimate(call, {
      layers,
      steps: 1,
      rows: 1,
      suffix: false,
      artifacts: [
        {
          what: "Embedded demonstrations",
          key: demonstrationsKey(encoder ? await encoderKey(encoder) : modelOwnKey, source),
          tokens: corpus * DEMONSTRATIONS_AN_EDIT * DEMONSTRATION_TOKENS,
          ...(encoder && { parameters: encoder.facts.parameterCount }),
        },
        {
          what: "Statistics of questions",
          key: questionsKey(modelOwnKey, source),
          tokens: corpus * QUESTIONS_AN_EDIT * ROW_TOKENS,
        },
      ],
    });
    const { context } = facts.dimensions;
    const room = Math.max(0, Math.floor(context / DEMONSTRATION_TOKENS) - 1);
    const warnings = [
      "Only a model that learns from its context follows what it is told; a small one goes on saying what it knows.",
      ...(room < demonstrations
        ? [
            `The model reads ${context} tokens at a time: of ${demonstrations} demonstrations about ${room} fit.`,
          ]
        : []),
    ];
    return { ...report, warnings: [...report.warnings, ...warnings] };
  },
  async prepare(run, { model, parameters, cache, trainingCases, openEncoder }) {
    const encoder = await chosenEncoder(parameters.retriever, openEncoder);
    await corpusOf(run, model, cache, trainingCases, { ...parameters, encoder });
  },
  async apply(run, { model, requests, parameters, cache, trainingCases, openEncoder }) {
    const encoder = await chosenEncoder(parameters.retriever, openEncoder);
    const corpus = await corpusOf(run, model, cache, trainingCases, { ...parameters, encoder });
    const facts = await factsFrom(run, requests, corpus, parameters);
    const overlay = demonstrationOverlay(parameters.layers, facts);
    const heard = await askedWith(
      run,
      model.with([overlay]),
      requests.map((request) => ({ prompt: filledPrompt(request), target: request.targetNew })),
    );
    const leftOut = heard.reduce((sum, rewritten) => sum + (rewritten?.leftOut ?? 0), 0);
    const wanted = facts.reduce((sum, fact) => sum + fact.demonstrations.length, 0);
    return {
      overlays: [overlay],
      report: {
        numbers: {
          demonstrations: (wanted - leftOut) / requests.length,
          leftOut: leftOut / requests.length,
          corpus: corpus.demonstrations.length,
        },
      },
    };
  },
});
