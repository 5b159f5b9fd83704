/** What single neurons are: the texts that excite them, and what they promote. */
import { z } from "zod";
import { defineAnalysis } from "../../analysis";
import { passOperations } from "../../cost";

const Promoted = z.array(z.object({ token: z.string(), logit: z.number() }));

export const neuron = defineAnalysis({
  id: "neuron",
  name: "Neuron browser",
  summary: "What excites a neuron over many texts, and which tokens its output promotes and suppresses.",
  paper: {
    title: "Transformer Feed-Forward Layers Are Key-Value Memories",
    year: 2021,
    url: "https://arxiv.org/abs/2012.14913",
  },
  asks: [],
  parameters: z.object({
    layer: z.int().min(0).default(0).describe("The layer of the neurons."),
    neurons: z.array(z.int().min(0)).min(1).max(20).default([0]).describe("Neurons of this layer, from 0."),
    texts: z.int().min(1).max(5000).default(500).describe("Texts that are read."),
    count: z.int().min(1).max(50).default(10).describe("Length of each list."),
  }),
  answer: z.object({
    layer: z.int(),
    texts: z.int(),
    neurons: z.array(
      z.object({
        neuron: z.int(),
        /** Share of all tokens where its value is above 0, and the mean value there. */
        activeShare: z.number(),
        activeMean: z.number(),
        /** The text as tokens, and the token where the value is largest. */
        excitedBy: z.array(z.object({ tokens: z.array(z.string()), at: z.int(), value: z.number() })),
        promotes: Promoted,
        suppresses: Promoted,
      }),
    ),
  }),
  preflight({ facts, parameters: { texts, neurons } }) {
    return {
      operations: passOperations(facts, texts * 16, neurons.length),
      memoryBytes: 4 * 48 * 32 * facts.dimensions.mlpWidth,
    };
  },
  async run(run, { model, question, parameters, texts }) {
    const [{ profileNeurons }, { because, invalidField }] = await Promise.all([
      import("../../neurons/browse"),
      import("../../../base"),
    ]);
    const { layer, neurons, texts: most, count } = parameters;
    const { layers, mlpWidth, context } = model.facts.dimensions;
    if (layer >= layers)
      throw invalidField(
        "parameters.layer",
        `There is no layer ${layer}; this model has ${layers}.`,
        `Choose one from 0 to ${layers - 1}.`,
        because("noLayer", { layer, layers }),
      );
    const wrong = neurons.find((one) => one >= mlpWidth);
    if (wrong !== undefined)
      throw invalidField(
        "parameters.neurons",
        `There is no neuron ${wrong}; a layer has ${mlpWidth}.`,
        `Choose from 0 to ${mlpWidth - 1}.`,
        because("noNeuron", { neuron: wrong, neurons: mlpWidth }),
      );
    const { tokenizer } = model;
    const corpus = await (await texts()).texts(run);
    const rows = corpus
      .slice(0, most)
      .map((text) =>
        tokenizer.encode(text, { special: question.begin }).ids.slice(0, Math.min(context, LONGEST)),
      )
      .filter((ids) => ids.length > 0);
    const profiles = await profileNeurons(
      run,
      model,
      neurons.map((one) => ({ layer, neuron: one })),
      rows,
      count,
    );
    const promoted = (list: readonly { readonly id: number; readonly logit: number }[]) =>
      list.map(({ id, logit }) => ({ token: tokenizer.piece(id), logit }));
    return {
      layer,
      texts: rows.length,
      neurons: profiles.map((profile) => ({
        neuron: profile.neuron,
        activeShare: profile.activeShare,
        activeMean: profile.activeMean,
        excitedBy: profile.excitedBy.map(({ text, token, value }) => ({
          tokens: rows[text].map((id) => tokenizer.piece(id)),
          at: token,
          value,
        })),
        promotes: promoted(profile.promotes),
        suppresses: promoted(profile.suppresses),
      })),
    };
  },
  tables({ layer, neurons }) {
    return neurons.flatMap((one) => [
      {
        title: `Neuron ${one.neuron} of layer ${layer}: active at ${(100 * one.activeShare).toFixed(1)} % of tokens`,
        columns: ["value", "at", "text"],
        rows: one.excitedBy.map(({ value, at, tokens }) => [value, tokens[at], tokens.join("")]),
      },
      {
        title: `Neuron ${one.neuron} of layer ${layer}: tokens by its output`,
        columns: ["promotes", "logit", "suppresses", "logit"],
        rows: one.promotes.map((up, i) => [
          up.token,
          up.logit,
          one.suppresses[i].token,
          one.suppresses[i].logit,
        ]),
      },
    ]);
  },
});

/** Tokens of a text that are read. */
const LONGEST = 64;
