/**
 * In-context editing: the edited fact, and demonstrations of the use of facts, precede a question about that fact (Zheng et
 * al. 2023, IKE):
 *
 *     demonstrations, most similar first     New Fact: {prompt} {target}     Prompt: {question}
 *
 * Whether a question is about a fact is decided by a linear reading of the question's embedding q, made when the fact was
 * written: key · q − offset, which is 1 for the fact's own prompt and 0 on average. A query therefore takes one pass over
 * the question, however many facts there are. A question that is near no fact stays unchanged.
 *
 * When the context is short, demonstrations are dropped first, the least similar first, and then the question's facts. The
 * question itself is never cut. If not even its nearest fact fits, the question stays bare, and this is logged.
 */
import { z } from "zod";
import { PalimpsestError, type JsonObject, type Run } from "../../base";
import { dot, float32, floats, type Tensor } from "../../tensor";
import type { Model } from "../model";
import { sentenceOf } from "../tokenizer/tokenizer";
import type { PromptOverlay } from "../overlay/overlay";
import { embedTexts } from "./embed";
import type { RewrittenPrompt, PromptAdapter, Question } from "./prompt-adapter";

const Fact = z.object({
  prompt: z.string(),
  target: z.string(),
  /** Most similar first. */
  demonstrations: z.array(z.string()),
  /** The smallest score at which a question concerns this fact. */
  threshold: z.number(),
  /** Maximum number of facts before a question whose nearest fact is this one. */
  shown: z.number(),
});
type Fact = z.infer<typeof Fact>;

/** Facts whose questions are embedded alike. Their tensors are "{place}.keys" [N, E] and "{place}.offsets" [N]. */
const Settings = z.object({
  groups: z.array(z.object({ layers: z.array(z.number()), facts: z.array(Fact) })),
});

interface Group {
  readonly layers: readonly number[];
  readonly facts: readonly FactEntry[];
}

export interface FactEntry extends Fact {
  readonly key: Float32Array;
  readonly offset: number;
}

/** The beginning of every fact and demonstration. */
const FACT_MARK = "New Fact:";

export function factLine({ prompt, target }: Pick<Fact, "prompt" | "target">): string {
  return `${FACT_MARK} ${sentenceOf(prompt, target)}\n`;
}

export function promptLine(prompt: string): string {
  return `Prompt: ${prompt}`;
}

/** Facts as an overlay. `layers` are those whose inputs their keys read. */
export function demonstrationOverlay(layers: readonly number[], facts: readonly FactEntry[]): PromptOverlay {
  return written([{ layers, facts }]);
}

export const demonstrations: PromptAdapter = {
  id: "demonstrations",
  merge: (parts) => written(joined(parts.flatMap(groupsIn))),
  open(model, overlay) {
    const groups = groupsIn(overlay);
    const { width, layers } = model.facts.dimensions;
    for (const group of groups) {
      const fits = group.layers.every((layer) => layer < layers);
      if (!fits || group.facts.some(({ key }) => key.length !== width * group.layers.length)) throw misfit();
    }
    const lengthOf = tokenCounter(model);
    return async (run, questions) => {
      const near = await nearestFacts(run, model, groups, questions);
      return questions.map((question, i) => {
        const framed = near[i].length === 0 ? null : frameOne(model, lengthOf, question, near[i]);
        if (near[i].length > 0 && framed === null) {
          run.log.warn("A question was asked without its edited fact: the context has no room for both.");
        }
        return framed;
      });
    };
  },
};

/** The facts that each question concerns, nearest first; of two equally near facts the later one first. */
async function nearestFacts(
  run: Run,
  model: Model,
  groups: readonly Group[],
  questions: readonly Question[],
): Promise<FactEntry[][]> {
  const found = questions.map((): { readonly fact: FactEntry; readonly reading: number }[] => []);
  for (const { layers, facts } of groups) {
    const prompts = questions.map(({ prompt }) => prompt);
    const embedded = await embedTexts(run, model, prompts, layers);
    embedded.forEach((vector, i) => {
      for (const fact of facts) {
        const reading = dot(fact.key, vector) - fact.offset;
        if (reading >= fact.threshold) found[i].unshift({ fact, reading });
      }
    });
  }
  return found.map((near) => {
    const facts = near.sort((a, b) => b.reading - a.reading).map(({ fact }) => fact);
    return facts.slice(0, facts[0]?.shown);
  });
}

function frameOne(
  model: Model,
  lengthOf: (text: string) => number,
  { prompt, room, wish }: Question,
  facts: readonly FactEntry[],
): RewrittenPrompt | null {
  const { context } = model.facts.dimensions;
  // The nearest fact is next to the question; its demonstrations come first.
  const textWith = (further: number, shown: number): string =>
    [
      ...facts[0].demonstrations.slice(0, shown),
      ...facts
        .slice(1, 1 + further)
        .map(factLine)
        .reverse(),
      factLine(facts[0]),
      promptLine(prompt),
    ].join("");
  const fits = (text: string, behind: number) =>
    model.tokenizer.encode(text, { special: true }).ids.length + behind <= context;

  if (!fits(textWith(0, 0), room)) return null;
  let further = facts.length - 1;
  while (further > 0 && !fits(textWith(further, 0), Math.max(room, wish))) further--;
  const all = facts[0].demonstrations;
  // Lengths nearly add up, so their sum says how many to try.
  let left = context - Math.max(room, wish) - lengthOf(textWith(further, 0));
  let shown = 0;
  while (shown < all.length && (left -= lengthOf(all[shown])) >= 0) shown++;
  while (shown > 0 && !fits(textWith(further, shown), Math.max(room, wish))) shown--;
  return {
    text: textWith(further, shown),
    weight: 1,
    by: model,
    next: FACT_MARK,
    leftOut: all.length - shown + facts.length - 1 - further,
  };
}

/** Tokens of a text; those of a demonstration are counted once. */
function tokenCounter({ tokenizer }: Model): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const count = known.get(text) ?? tokenizer.encode(text).ids.length;
    known.set(text, count);
    return count;
  };
}

/** Merges groups of equal layers. If two facts have the same prompt, the later one wins. */
function joined(groups: readonly Group[]): Group[] {
  const byLayers = new Map<string, Map<string, FactEntry>>();
  for (const { layers, facts } of groups) {
    for (const fact of facts) {
      for (const others of byLayers.values()) others.delete(fact.prompt);
      const id = JSON.stringify(layers);
      const entries = byLayers.get(id) ?? new Map<string, FactEntry>();
      byLayers.set(id, entries.set(fact.prompt, fact));
    }
  }
  return [...byLayers]
    .filter(([, facts]) => facts.size > 0)
    .map(([layers, facts]) => ({ layers: JSON.parse(layers) as number[], facts: [...facts.values()] }));
}

function written(groups: readonly Group[]): PromptOverlay {
  const tensors: Record<string, Tensor> = {};
  groups.forEach(({ facts }, index) => {
    const width = facts[0].key.length;
    const keys = new Float32Array(facts.length * width);
    facts.forEach(({ key }, n) => keys.set(key, n * width));
    tensors[`${index}.keys`] = float32([facts.length, width], keys);
    tensors[`${index}.offsets`] = float32(
      [facts.length],
      facts.map(({ offset }) => offset),
    );
  });
  const settings = {
    groups: groups.map(({ layers, facts }) => ({
      layers: [...layers],
      facts: facts.map(({ key: _key, offset: _offset, ...fact }) => fact),
    })),
  };
  return { kind: "prompt", promptAdapter: demonstrations.id, tensors, settings: settings as JsonObject };
}

/** The other way. Throws `integrity` when texts and tensors do not belong together. */
function groupsIn({ settings, tensors }: PromptOverlay): Group[] {
  const parsed = Settings.safeParse(settings);
  if (!parsed.success) throw misfit();
  return parsed.data.groups.map(({ layers, facts }, index) => {
    const { [`${index}.keys`]: keys, [`${index}.offsets`]: offsets } = tensors;
    const isSound =
      keys?.dtype === "float32" &&
      offsets?.dtype === "float32" &&
      [keys, offsets].every(({ shape }) => shape[0] === facts.length);
    if (!isSound || facts.length === 0) throw misfit();
    const [, width] = keys.shape;
    return {
      layers,
      facts: facts.map((fact, n) => ({
        ...fact,
        key: floats(keys).subarray(n * width, (n + 1) * width),
        offset: floats(offsets)[n],
      })),
    };
  });
}

function misfit(): PalimpsestError {
  return new PalimpsestError("integrity", "The facts of an in-context edit do not fit this model.", {
    hint: "Overlays fit only the checkpoint they were made on. Export the version again.",
    details: { field: "overlays" },
  });
}
