/**
 * Questions to a model as text. Prompt overlays rewrite the prompt before the model receives it. Without prompt overlays
 * this is a single `decode` or `generateRows`.
 *
 * Where a framed and a bare prompt both count, with s the weight of the framed one, the answer is
 *
 *     log((1 − s) p_bare + s p_framed + ε)        (Mitchell et al. 2022, eq. 1, with the ε of the authors' code)
 *
 * and text is generated from the prompt with the larger weight.
 */
import type { Run } from "../../base";
import { checkRow } from "./batch";
import { decode, logNormalizer } from "./decode";
import { PROMPT_ADAPTERS } from "../prompt-adapters";
import type { RewritePrompts, RewrittenPrompt, Question } from "../prompt-adapters/prompt-adapter";
import { generateRows, ofRow, type GenerateOptions } from "./generate";
import type { Model } from "../model";
import type { PromptOverlay } from "../overlay/overlay";
import { encodeSentence, type TokenId, type Tokenizer } from "../tokenizer/tokenizer";
import { streamRow, type StoppedBy, type StreamedToken, type StreamOptions } from "./stream";

export interface ScorePair {
  readonly prompt: string;
  readonly target: string;
}

/** A query: the next token after a prompt, or each token of a target after it. */
type Query = Pick<ScorePair, "prompt"> & Partial<ScorePair>;

interface TargetLogits {
  readonly targetIds: readonly TokenId[];
  /** [V] where the q-th token of the target is predicted; without a target, [V] of the next token. Logits or log p. */
  readonly logits: readonly Float32Array[];
}

/** Of float32. */
const EPSILON = 2 ** -23;

/** A prompt and a target as one sentence. Throws `invalid_input` when a part has no tokens or the whole has too many. */
export function encodePair(model: Model, { prompt, target }: ScorePair, field = "prompt") {
  const { context } = model.facts.dimensions;
  const { ids, promptLength } = encodeSentence(model.tokenizer, prompt, target);
  checkRow(ids.slice(0, promptLength), context, field);
  checkRow(ids.slice(promptLength), context, "target");
  checkRow(ids, context, field);
  return { ids, promptLength };
}

function encodePrompt(model: Model, prompt: string, field = "prompt"): readonly TokenId[] {
  const { ids } = model.tokenizer.encode(prompt, { special: true });
  checkRow(ids, model.facts.dimensions.context, field);
  return ids;
}

/** The rewritten prompts of scored queries; null for queries without a rewrite. */
export async function askedWith(
  run: Run,
  model: Model,
  questions: readonly Query[],
): Promise<readonly (RewrittenPrompt | null)[]> {
  return (await resolveAsked(run, model, encodeAsked(model, questions))).rewritten;
}

interface AskedIds {
  readonly prompt: string;
  readonly promptIds: readonly TokenId[];
  readonly targetIds: readonly TokenId[];
}

function encodeAsked(model: Model, questions: readonly Query[]): AskedIds[] {
  return questions.map(({ prompt, target }) => {
    if (target === undefined) return { prompt, promptIds: encodePrompt(model, prompt), targetIds: [] };
    const { ids, promptLength } = encodePair(model, { prompt, target });
    return { prompt, promptIds: ids.slice(0, promptLength), targetIds: ids.slice(promptLength) };
  });
}

function resolveAsked(run: Run, model: Model, asked: readonly AskedIds[]): Promise<ResolvedPrompts> {
  const questions = asked.map(({ prompt, targetIds }) => {
    const room = Math.max(1, targetIds.length);
    return { prompt, room, wish: room };
  });
  return resolvePrompts(run, model, questions);
}

/** One pass over all queries, and a second over those that use both the rewritten and the bare prompt. */
export async function askLogits(
  run: Run,
  model: Model,
  questions: readonly Query[],
): Promise<TargetLogits[]> {
  const asked = encodeAsked(model, questions);
  const { baseModel, rewritten } = await resolveAsked(run, model, asked);
  const passes = createPasses<{ readonly as: "bare" | "rewritten"; readonly ids: readonly TokenId[] }>();
  rewritten.forEach((prompt, i) => {
    if (prompt === null || prompt.weight < 1)
      passes.add(baseModel, false, i, { as: "bare", ids: asked[i].promptIds });
    if (prompt !== null)
      passes.add(prompt.by, true, i, { as: "rewritten", ids: encodePrompt(model, prompt.text) });
  });
  const heard = questions.map((): { bare?: Float32Array[]; rewritten?: Float32Array[] } => ({}));
  for (const { by, entries } of passes.all) {
    const places = entries.map(({ question, ask }) => placesOf(ask.ids, asked[question].targetIds));
    const decoded = await decode(run, by, {
      rows: places.map(({ row }) => row),
      at: places.map(({ at }) => at),
      queries: places.map(({ at }) => at[0]),
    });
    entries.forEach(({ question, ask }, b) => {
      heard[question][ask.as] = places[b].at.map((_, q) => decoded.logits(b, q));
    });
  }
  return asked.map(({ targetIds }, i) => {
    const { bare = [], rewritten: read = [] } = heard[i];
    const weight = rewritten[i]?.weight ?? 0;
    const logits = bare.map((logits, q) => (read.length > 0 ? mixed(logits, read[q], weight) : logits));
    return { targetIds, logits: bare.length > 0 ? logits : read };
  });
}

/** The input tokens and the indices of the requested predictions. The last token predicts nothing. */
function placesOf(prompt: readonly TokenId[], target: readonly TokenId[]) {
  const end = prompt.length - 1;
  return {
    row: [...prompt, ...target.slice(0, -1)],
    at: target.length === 0 ? [end] : target.map((_, i) => end + i),
  };
}

/** Tokens that continue each prompt, as `generateRows`. */
export async function askText(
  run: Run,
  model: Model,
  prompts: readonly string[],
  options: GenerateOptions,
): Promise<TokenId[][]> {
  const rows = prompts.map((prompt) => encodePrompt(model, prompt));
  const { baseModel, rewritten } = await resolvePrompts(
    run,
    model,
    prompts.map((prompt, i) => ({ prompt, room: 1, wish: ofRow(options.maxTokens, i) })),
  );
  const passes = createPasses<readonly TokenId[]>();
  rewritten.forEach((prompt, i) => {
    if (isWrittenBy(prompt)) passes.add(prompt.by, true, i, encodePrompt(model, prompt.text));
    else passes.add(baseModel, false, i, rows[i]);
  });
  const written = prompts.map((): TokenId[] => []);
  for (const { by, entries } of passes.all) {
    const places = entries.map(({ question }) => question);
    const produced = await generateRows(
      run,
      by,
      entries.map(({ ask }) => ask),
      {
        ...options,
        maxTokens: places.map((index) => ofRow(options.maxTokens, index)),
        temperature: places.map((index) => ofRow(options.temperature ?? 0, index)),
        ...(options.stops && { stops: places.map((index) => options.stops?.[index] ?? true) }),
        // A query draws the same random numbers with either model.
        places: places.map((index) => options.places?.[index] ?? index),
      },
    );
    places.forEach((index, i) => {
      const next = rewritten[index]?.next;
      written[index] = next === undefined ? produced[i] : answerBefore(model.tokenizer, produced[i], next);
    });
  }
  return written;
}

/** The tokens before a text that begins the next part of a frame, without the space between; all of them without it. */
export function answerBefore(tokenizer: Tokenizer, ids: readonly TokenId[], next: string): TokenId[] {
  const at = tokenizer.continuation(ids).indexOf(next);
  if (at < 0) return [...ids];
  const answer = tokenizer.continuation(ids).slice(0, at).trimEnd();
  const length = ids.findIndex((_, i) => !answer.startsWith(tokenizer.continuation(ids.slice(0, i + 1))));
  return ids.slice(0, length);
}

/** What follows one prompt, as text, with the space between them. */
export async function generateText(
  run: Run,
  model: Model,
  prompt: string,
  options: GenerateOptions,
): Promise<string> {
  const { tokenizer } = model;
  const [ids] = await askText(run, model, [prompt], { stopAt: tokenizer.special.eos, ...options });
  return tokenizer.continuation(ids);
}

/** What follows one prompt, token by token, as `streamRow`; it ends where the checkpoint says that texts end. */
export async function* streamText(
  run: Run,
  model: Model,
  prompt: string,
  options: Omit<StreamOptions, "stopAt">,
): AsyncGenerator<StreamedToken, StoppedBy> {
  const asked = { prompt, room: 1, wish: options.maxTokens };
  const row = encodePrompt(model, prompt);
  const { baseModel, rewritten } = await resolvePrompts(run, model, [asked]);
  const [by, ids] = isWrittenBy(rewritten[0])
    ? [rewritten[0].by, encodePrompt(model, rewritten[0].text)]
    : [baseModel, row];
  return yield* streamRow(run, by, ids, { ...options, stopAt: model.tokenizer.special.eos });
}

/** Whether text is generated from the rewritten prompt and not from the bare one. */
function isWrittenBy(rewritten: RewrittenPrompt | null): rewritten is RewrittenPrompt {
  return rewritten !== null && rewritten.weight > 0.5;
}

/** log((1 − s) p_bare + s p_framed + ε) of two rows of logits, [V]. */
export function mixed(bare: Float32Array, rewritten: Float32Array, weight: number): Float32Array {
  const [below, above] = [logNormalizer(bare), logNormalizer(rewritten)];
  return bare.map((logit, id) =>
    Math.log((1 - weight) * Math.exp(logit - below) + weight * Math.exp(rewritten[id] - above) + EPSILON),
  );
}

interface Pass<T> {
  readonly by: Model;
  readonly isRewritten: boolean;
  readonly entries: { readonly question: number; readonly ask: T }[];
}

/**
 * The model and prompt of each query, in the order of the queries. Rewritten prompts are much longer than bare ones, which
 * would be padded to their length beside them.
 */
function createPasses<T>() {
  const all: Pass<T>[] = [];
  return {
    all: all as readonly Pass<T>[],
    add(by: Model, isRewritten: boolean, question: number, ask: T): void {
      const known = all.find((pass) => pass.by === by && pass.isRewritten === isRewritten);
      if (known) known.entries.push({ question, ask });
      else all.push({ by, isRewritten, entries: [{ question, ask }] });
    },
  };
}

interface ResolvedPrompts {
  /** The model that answers bare prompts. */
  readonly baseModel: Model;
  readonly rewritten: readonly (RewrittenPrompt | null)[];
}

/**
 * The rewritten prompt of each query. Every prompt adapter rewrites the query itself; the last one with a rewrite wins. A
 * weight that float32 cannot distinguish from 0 or 1 is 0 or 1.
 */
async function resolvePrompts(
  run: Run,
  model: Model,
  questions: readonly Question[],
): Promise<ResolvedPrompts> {
  const nothing = questions.map(() => null);
  const resolver = resolverOf(model);
  if (resolver === null) return { baseModel: model, rewritten: nothing };
  let rewritten: readonly (RewrittenPrompt | null)[] = nothing;
  for (const frame of resolver.rewrites) {
    const prompts = await frame(run, questions);
    rewritten = rewritten.map((before, i) => rounded(prompts[i]) ?? before);
  }
  const leftOut = rewritten.reduce((sum, prompt) => sum + (prompt?.leftOut ?? 0), 0);
  if (leftOut > 0) {
    run.log.warn("Some demonstrations were left out: the context has no room for them.", { leftOut });
  }
  return { baseModel: resolver.baseModel, rewritten };
}

function rounded(rewritten: RewrittenPrompt | null): RewrittenPrompt | null {
  if (rewritten === null || rewritten.weight < EPSILON) return null;
  return rewritten.weight > 1 - EPSILON ? { ...rewritten, weight: 1 } : rewritten;
}

interface PromptResolver {
  readonly baseModel: Model;
  readonly rewrites: readonly RewritePrompts[];
}

/** Overlays of a model never change, so they are merged once. */
const resolverOfModel = new WeakMap<Model, PromptResolver>();

function resolverOf(model: Model): PromptResolver | null {
  const groups = new Map<string, PromptOverlay[]>();
  for (const overlay of model.overlays) {
    if (overlay.kind !== "prompt") continue;
    const group = groups.get(overlay.promptAdapter);
    if (group) group.push(overlay);
    else groups.set(overlay.promptAdapter, [overlay]);
  }
  if (groups.size === 0) return null;
  const known = resolverOfModel.get(model);
  if (known) return known;
  const baseModel = model.bare.with(model.overlays.filter(({ kind }) => kind !== "prompt"));
  const rewrites = [...groups].map(([id, parts]) => {
    const promptAdapter = PROMPT_ADAPTERS.get(id);
    return promptAdapter.open(baseModel, promptAdapter.merge(parts));
  });
  const resolver = { baseModel, rewrites };
  resolverOfModel.set(model, resolver);
  return resolver;
}
