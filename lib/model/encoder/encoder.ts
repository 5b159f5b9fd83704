/**
 * A sentence encoder: a transformer that maps a whole text to one vector, so that texts on the same subject have a large
 * dot product (Reimers & Gurevych 2019, Sentence-BERT). The vector is a mean of the last hidden states over real tokens, which
 * the encoder's modules choose, normalized to length 1. An encoder is not a model of the workbench: it generates no text, so it cannot be edited.
 */
import { z } from "zod";
import { because, checkCancelled, hashJson, PalimpsestError, type Run } from "../../base";
import type { Executable, Runtime } from "../../runtime";
import {
  add,
  createGraph,
  divide,
  float32,
  floats,
  int32,
  matmul,
  multiply,
  reduceSum,
  reshape,
  sizeOf,
  sqrt,
  transposed,
  type Tensor,
  type Value,
} from "../../tensor";
import { readJson, type CheckpointFiles } from "../checkpoint/checkpoint-files";
import { hashTokenizer } from "../checkpoint/identity";
import { readConfig } from "../config";
import { FORBIDDEN } from "../inference/batch";
import { modelTypeOf } from "../facts";
import type { Dimensions } from "../family";
import { readTokenizerFiles } from "../tokenizer/read-tokenizer";
import { openPipeline } from "../tokenizer/pipeline/pipeline";
import { openFolder } from "../checkpoint/formats";
import { checkRoom, openWeights, type Weights } from "../checkpoint/weights";
import type { StoredParameter } from "../facts";
import { bert, type BertConfig } from "./bert";
import { poolingWeights, readModules, type Pooling, type SentenceModules } from "./modules";

/** The facts of an encoder from config.json and the safetensors headers, like `ModelFacts` of a model. */
export interface EncoderFacts {
  readonly checkpoint: string;
  readonly family: string;
  readonly familyName: string;
  readonly dimensions: Dimensions;
  readonly parameters: readonly StoredParameter[];
  readonly parameterCount: number;
  readonly storedAs: string;
  readonly sizeBytes: number;
  /** Keys of config.json that are set and not read. */
  readonly unreadSettings: readonly string[];
}

export interface SentenceEncoder {
  readonly facts: EncoderFacts;
  /** sha-256 of everything that determines a vector: weights, configuration, tokenizer, and the maximum text length. */
  fingerprint(): Promise<string>;
  /** Ids of a text as the encoder reads it: with its special tokens, cut at `limit`. */
  encode(text: string): readonly number[];
  /** Maximum tokens of a text, special ones included. Later tokens are cut off. */
  readonly limit: number;
  /** One vector of length 1 for each text, [N, D]. */
  embed(run: Run, texts: readonly string[]): Promise<Tensor<"float32">>;
  dispose(): Promise<void>;
}

/** Finds an installed encoder. Throws `not_found` without one, `unsupported` for anything but a sentence encoder. */
export type OpenEncoder = (id: string) => Promise<SentenceEncoder>;

const TEXTS_A_RUN = 64;

/** Far below the length of any mean of hidden states; it only prevents a division of 0 by 0. */
const LEAST_LENGTH = 1e-12;

/** Whether config.json is of a sentence encoder that can be read. */
export async function isSentenceEncoder(files: CheckpointFiles): Promise<boolean> {
  return modelTypeOf(await readJson(files, "config.json")) === bert.id;
}

/** From config.json and the headers alone. Throws as opening does. */
export async function readEncoderFacts(id: string, files: CheckpointFiles): Promise<EncoderFacts> {
  return (await openEncoderWeights(id, files)).facts;
}

/**
 * Reads headers and tokenizer; weights follow at the first text. The caller disposes it. Throws `not_found` where there are
 * no files, `unsupported` for what is no sentence encoder, and as opening any checkpoint does.
 */
export async function openSentenceEncoder(
  id: string,
  files: CheckpointFiles,
  runtime: Runtime,
): Promise<SentenceEncoder> {
  if ((await files.list()).length === 0) {
    throw new PalimpsestError("not_found", `There is no sentence encoder "${id}".`, {
      hint: "Add one in Library, from a folder or the hub.",
      details: because("noEncoder", { encoder: id }),
    });
  }
  const { facts, config, deciding, weights } = await openEncoderWeights(id, files);
  checkRoom(id, facts.parameters, runtime.limits);
  const modules = await readModules(files);
  const { json, settings } = await readTokenizerFiles(files);
  const { template, ...tokenizer } = openPipeline(json);
  const limit = limitOf(modules, facts.dimensions.context, settings.tokenizerConfig);

  let executable: Promise<Executable> | undefined;
  let hashed: Promise<string> | undefined;
  const encode = (text: string): readonly number[] => {
    const ids = [
      ...template.before,
      ...tokenizer.encode(modules.lowers ? text.toLowerCase() : text).ids,
      ...template.behind,
    ];
    // The closing special token stays; the end is cut off before it.
    return ids.length > limit ? [...ids.slice(0, limit - 1), ids[ids.length - 1]] : ids;
  };
  const nameOf = async () =>
    hashJson({
      weights: await weights.hashWeights(),
      config: deciding,
      tokenizer: await hashTokenizer(json, settings, { eos: [] }),
      limit,
      pooling: modules.pooling,
      lowers: modules.lowers,
    });
  return {
    facts,
    limit,
    encode,
    fingerprint: () =>
      (hashed ??= nameOf().catch((error: unknown) => {
        hashed = undefined;
        throw error;
      })),
    async embed(run, texts) {
      executable ??= runtime.compile(programOf(config), weights).catch((error: unknown) => {
        executable = undefined; // the next call tries again
        throw error;
      });
      const { width } = facts.dimensions;
      const vectors = new Float32Array(texts.length * width);
      for (let start = 0; start < texts.length; start += TEXTS_A_RUN) {
        checkCancelled(run.signal);
        const rows = texts.slice(start, start + TEXTS_A_RUN).map(encode);
        const feeds = feedsOf(rows, modules.pooling);
        const { vectors: part } = await (await executable).run(feeds, { signal: run.signal });
        vectors.set(floats(part), start * width);
      }
      return float32([texts.length, width], vectors);
    },
    async dispose() {
      const held = executable;
      executable = undefined;
      await (await held)?.dispose();
    },
  };
}

interface OpenedWeights {
  readonly facts: EncoderFacts;
  readonly config: BertConfig;
  /** The part of config.json that decides a vector. */
  readonly deciding: unknown;
  readonly weights: Weights;
}

async function openEncoderWeights(id: string, files: CheckpointFiles): Promise<OpenedWeights> {
  const raw = await readJson(files, "config.json");
  const type = modelTypeOf(raw);
  if (type !== bert.id) {
    throw new PalimpsestError("unsupported", `${id} is no sentence encoder: its model_type is "${type}".`, {
      hint: `Sentence encoders that can be read have the model_type "${bert.id}".`,
      details: { field: "config.json" },
    });
  }
  const { config, deciding, unread } = readConfig<BertConfig>(bert, raw);
  await readModules(files); // what follows the transformer is refused before it is added
  const parameters = bert.parameters(config);
  const weights = await openWeights(id, await openFolder(files), { ...bert, parameters });
  const { storedAs, sizeBytes } = weights;
  const dimensions = bert.dimensions(config);
  return {
    config,
    deciding,
    weights,
    facts: {
      checkpoint: id,
      family: bert.id,
      familyName: bert.name,
      dimensions,
      parameters,
      parameterCount: parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
      storedAs,
      sizeBytes,
      unreadSettings: unread,
    },
  };
}

/** Where sentence-transformers cuts: its own setting, else the tokenizer's, and never beyond the learned positions. */
function limitOf({ longest }: SentenceModules, context: number, tokenizer: unknown): number {
  const { model_max_length: most } = z
    .object({ model_max_length: z.number().optional().catch(undefined) })
    .parse(tokenizer ?? {});
  return Math.min(context, longest ?? most ?? context);
}

/** From ids to vectors: `pool` [B, 1, T] is what each token counts in the vector. */
function programOf(config: BertConfig) {
  const graph = createGraph();
  const shapes = new Map(bert.parameters(config).map(({ name, shape }) => [name, shape]));
  const weight = (name: string): Value =>
    graph.parameter(name, { dtype: "float32", shape: shapes.get(name) ?? [] }, "frozen");
  const hidden = bert.forward({
    config,
    ids: graph.input("ids", "int32", ["B", "T"]),
    positions: graph.input("positions", "int32", ["B", "T"]),
    mask: graph.input("mask", "float32", ["B", 1, 1, "T"]),
    weight,
    linear: (x, module) => add(matmul(x, transposed(weight(`${module}.weight`))), weight(`${module}.bias`)),
  });
  const pool = graph.input("pool", "float32", ["B", 1, "T"]);
  const mean = reshape(matmul(pool, hidden), ["B", config.hidden_size]); // [B, D]
  const length = sqrt(reduceSum(multiply(mean, mean), [-1], true)); // [B, 1]
  graph.output("vectors", divide(mean, add(length, LEAST_LENGTH)));
  return graph.program();
}

function feedsOf(rows: readonly (readonly number[])[], pooling: Pooling): Record<string, Tensor> {
  const [batch, tokens] = [rows.length, Math.max(...rows.map((row) => row.length))];
  const ids = new Int32Array(batch * tokens);
  const positions = new Int32Array(batch * tokens);
  const mask = new Float32Array(batch * tokens).fill(FORBIDDEN);
  const pool = new Float32Array(batch * tokens);
  rows.forEach((row, b) => {
    const [first, end] = [b * tokens, b * tokens + row.length];
    ids.set(row, first);
    for (let t = 0; t < tokens; t++) positions[first + t] = t;
    mask.fill(0, first, end);
    pool.set(poolingWeights(pooling, row.length), first);
  });
  return {
    ids: int32([batch, tokens], ids),
    positions: int32([batch, tokens], positions),
    mask: float32([batch, 1, 1, tokens], mask),
    pool: float32([batch, 1, tokens], pool),
  };
}
