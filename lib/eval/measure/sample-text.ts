/** Texts that a model writes by itself, for people to read and for metrics of free text. */
import { checkCancelled, inGroups, seededRandom, type Run } from "../../base";
import { askText, type Model, type Reader, type TokenId } from "../../model";

/** Length of prompt and continuation together, in tokens. */
export const TEXT_TOKENS = 100;
/** Of a greedy continuation. */
export const GREEDY_TOKENS = 24;
const TOP_K = 5;

/** A continuation that is wanted: the likeliest one unless it is drawn. */
export interface Writing {
  readonly prompt: string;
  readonly maxTokens: number;
  /** Drawn among the five likeliest tokens. */
  readonly isDrawn?: boolean;
  /** Ends where the checkpoint says that texts end. */
  readonly stops?: boolean;
}

/** Prompts continued together. */
const ROWS_A_RUN = 48;

/**
 * What follows each prompt. A step of a model reads all its weights, for one row as for many: asked together, the longest text
 * decides about the time, not their sum. The numbers that a text is drawn with are fixed and the same for every prompt, so
 * that two models differ in nothing else and a text does not depend on the prompts beside it. Another `stream` has others.
 * Texts that several models write have `readers`.
 */
export async function write(
  run: Run,
  model: Model,
  wanted: readonly Writing[],
  stream = "fluency",
  readers?: (texts: readonly number[]) => Reader,
): Promise<TokenId[][]> {
  const written: TokenId[][] = [];
  // The longest first: those of one length end together.
  const order = [...wanted.keys()].sort((a, b) => wanted[b].maxTokens - wanted[a].maxTokens);
  const groups = Array.from({ length: Math.ceil(order.length / ROWS_A_RUN) }, (_, g) =>
    order.slice(g * ROWS_A_RUN, (g + 1) * ROWS_A_RUN),
  );
  const stepsOf = groups.map((group) => wanted[group[0]].maxTokens);
  const steps = stepsOf.reduce((sum, count) => sum + count, 0);
  let before = 0;
  for (const [g, group] of groups.entries()) {
    checkCancelled(run.signal);
    const rows = group.map((i) => wanted[i]);
    const produced = await askText(
      { ...run, random: seededRandom(stream) },
      model,
      rows.map(({ prompt }) => prompt),
      {
        maxTokens: rows.map(({ maxTokens }) => maxTokens),
        temperature: rows.map(({ isDrawn }) => (isDrawn ? 1 : 0)),
        topK: TOP_K,
        stopAt: model.tokenizer.special.eos,
        stops: rows.map(({ stops = false }) => stops),
        places: rows.map(() => 0),
        ...(readers && { readers: (some) => readers(some.map((row) => group[row])) }),
        onStep: (step) =>
          run.progress({ phase: "Reading what the model writes", step: before + step, steps }),
      },
    );
    group.forEach((i, row) => (written[i] = produced[row]));
    before += stepsOf[g];
  }
  return written;
}

interface Wanted {
  readonly model: Model;
  readonly wanted: readonly Writing[];
}

/** What several models write: all of them together where their changes are of low rank, else each by itself. */
export async function writeEach(run: Run, asked: readonly Wanted[]): Promise<TokenId[][][]> {
  const models = asked.flatMap(({ model, wanted }) => wanted.map(() => model));
  const wanted = asked.flatMap((one) => one.wanted);
  const distinct = new Set(models);
  if (distinct.size === 0) return asked.map(() => []);
  const readers =
    distinct.size === 1 ? undefined : models[0].bare.byRow(models.map(({ overlays }) => overlays));
  const written: TokenId[][] = [];
  if (readers === null) {
    for (const model of distinct) {
      const own = [...wanted.keys()].filter((i) => models[i] === model);
      const texts = await write(
        run,
        model,
        own.map((i) => wanted[i]),
      );
      own.forEach((i, at) => (written[i] = texts[at]));
    }
  } else written.push(...(await write(run, models[0], wanted, undefined, readers)));
  return inGroups(
    written,
    asked.map((one) => one.wanted.length),
  );
}

/** The likeliest continuation of a prompt, to the end of a text or so many tokens. */
export const greedyText = (prompt: string): Writing => ({ prompt, maxTokens: GREEDY_TOKENS, stops: true });

/** A drawn one that makes the prompt a text of `TEXT_TOKENS`. */
export function drawnText({ tokenizer }: Model, prompt: string): Writing {
  const { length } = tokenizer.encode(prompt, { special: true }).ids;
  return { prompt, maxTokens: Math.max(0, TEXT_TOKENS - length), isDrawn: true };
}

/** Each prompt with a drawn continuation. */
export async function sampleTexts(run: Run, model: Model, prompts: readonly string[]): Promise<string[]> {
  const produced = await write(
    run,
    model,
    prompts.map((prompt) => drawnText(model, prompt)),
  );
  return produced.map((ids, i) => prompts[i] + model.tokenizer.continuation(ids));
}
