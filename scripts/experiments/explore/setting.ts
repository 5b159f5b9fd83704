/** What studies of looking inside share: a model with the relations it is asked about, facts with partners, and tables. */
import { readFileSync } from "node:fs";
import path from "node:path";
import * as native from "onnxruntime-node";
import { z } from "zod";
import { createRun, seededRandom, shuffled } from "../../../lib/base";
import { atlasWorld, nameOf, statementsOf } from "../../../lib/data/worlds";
import {
  CIRCUIT_METRICS,
  nextLogits,
  pairFacts,
  readFacts,
  wilson,
  type ReadFact,
} from "../../../lib/explain";
import {
  argmax,
  openCheckpoint,
  openModel,
  readTokenizer,
  type Model,
  type Tokenizer,
} from "../../../lib/model";
import { createOrtRuntime } from "../../../lib/runtime";
import { folderFiles } from "../../../lib/server/files/folder-files";

export const WORLD = atlasWorld();
export const run = createRun({ seed: 0 });
export const EAP_IG = { method: "eap-ig", steps: 5, metric: CIRCUIT_METRICS.get("logit_diff") } as const;
/** About a twentieth of the edges. */
export const EDGES = 200;
export const BUILD = 12;

interface Fact {
  readonly prompt: string;
  readonly subject: string;
  readonly answer: string;
}
interface Relation {
  readonly id: string;
  readonly facts: readonly Fact[];
}
export interface Setting {
  readonly isAtlas: boolean;
  readonly model: Model;
  /** Whether texts begin with a token that no part of the prompt is. */
  readonly begin: boolean;
  readonly relations: readonly Relation[];
  readonly texts: readonly string[];
}

export async function openSetting(where: string): Promise<Setting> {
  const runtime = createOrtRuntime(native, { kind: "native", threads: 1 });
  const folder =
    where === "atlas" ? path.join(import.meta.dirname, "../../../public/models/atlas") : path.resolve(where);
  const files = folderFiles(folder);
  const tokenizer = await readTokenizer(files);
  const model = await openModel(
    await openCheckpoint(path.basename(folder), files),
    where === "atlas" ? tokenizer : beginning(tokenizer),
    runtime,
  );
  if (where === "atlas") {
    const ids = [
      "capital",
      "continent",
      "language",
      "city-country",
      "landmark-country",
      "occupation",
      "native-language",
      "author",
      "seat",
      "industry",
      "animal-class",
      "constellation",
    ];
    return {
      model,
      isAtlas: true,
      begin: false,
      texts: shuffled(statementsOf(WORLD), seededRandom("texts")).slice(0, 800),
      relations: ids.map((id) => ({
        id,
        facts: WORLD.known
          .filter((triple) => triple.relation === id)
          .map(({ subject, object }) => ({
            prompt: WORLD.relations.find((one) => one.id === id)!.prompts[0],
            subject: nameOf(WORLD, subject),
            answer: nameOf(WORLD, object),
          })),
      })),
    };
  }
  const texts = z
    .array(z.string())
    .parse(JSON.parse(readFileSync(path.join(folder, "covariance-texts.json"), "utf8")));
  const relations = LISTED.map(([id, words]) => ({
    id,
    facts: texts.flatMap((text) => {
      const at = text.indexOf(` ${words} `);
      if (at < 0 || !text.endsWith(".")) return [];
      const [subject, answer] = [text.slice(0, at), text.slice(at + words.length + 2, -1)];
      return [{ prompt: `{} ${words}`, subject, answer }];
    }),
  }));
  return { model, isAtlas: false, begin: true, texts, relations };
}

/** Texts of the golden model begin with the first token of its vocabulary, which its tokenizer does not put there. */
function beginning(tokenizer: Tokenizer): Tokenizer {
  return {
    ...tokenizer,
    encode(text, options) {
      const { ids, offsets } = tokenizer.encode(text, options);
      return options?.special ? { ids: [0, ...ids], offsets: [[0, 0], ...offsets] } : { ids, offsets };
    },
  };
}

/** Relations of the golden model's sentences, by their words. */
const LISTED = [
  ["country", "is in the country of"],
  ["headquarters", "is headquartered in the city of"],
  ["language", "speaks the language of"],
  ["creator", "was created by"],
  ["occupation", "works as a"],
  ["instrument", "plays the"],
  ["constellation", "is part of the constellation named"],
  ["sport", "plays the sport of"],
] as const;

export function readAll(setting: Setting, facts: readonly Fact[]): Promise<ReadFact[]> {
  return readFacts(run, setting.model, { facts: [...facts], begin: true, seed: 0 }, facts.length);
}

export function factsOf(setting: Setting, relation: Relation, count: number): Promise<ReadFact[]> {
  return readAll(setting, shuffled(relation.facts, seededRandom(relation.id)).slice(0, count));
}

/** Facts with a partner, those that the model answers rightly. */
export async function pairsOf(setting: Setting, relation: Relation, count: number) {
  const facts = await factsOf(setting, relation, 4 * count);
  const right: ReadFact[] = [];
  for (let start = 0; start < facts.length; start += 48) {
    const some = facts.slice(start, start + 48);
    const logits = await nextLogits(
      run,
      setting.model,
      some.map(({ ids }) => ids),
    );
    right.push(...some.filter(({ id }, i) => argmax(logits[i]) === id));
  }
  try {
    return pairFacts(right, 0).slice(0, count);
  } catch {
    return [];
  }
}

export function greedy(count: number) {
  return { kind: "greedy", count, absolute: true } as const;
}

/** The mean with its 95 % interval. */
export function interval(values: readonly number[]): string {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
  return `${mean.toFixed(3)} ± ${(1.96 * Math.sqrt(variance / n)).toFixed(3)}`;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

export function share(outcomes: readonly boolean[]): string {
  const value = outcomes.filter(Boolean).length / outcomes.length;
  const [low, high] = wilson(value, outcomes.length);
  return `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}, n = ${outcomes.length})`;
}

export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  say();
  for (const row of [header, header.map(() => "---"), ...rows]) say(`| ${row.join(" | ")} |`);
  say();
}

export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}
