/**
 * Writes the texts that an embedded model is trained on, and the prompts that it is tested with, as lines of JSON.
 *
 *   npx tsx scripts/atlas/corpus/index.ts [atlas|atlas-2] [folder] [reading texts]
 *
 * `corpus.jsonl`: sentences with the places of their answers and subjects. `prompts.jsonl`: prompts with the answers that
 * count, by kind. `popularity.csv`: how often the subjects of the long tail occur. Everything depends on the world and one
 * seed alone.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../../../lib/base";
import { atlasWorld } from "../../../lib/data/worlds/atlas";
import { atlas2World } from "../../../lib/data/worlds/atlas2";
import { popularityTable } from "../../../lib/data/worlds/atlas2/texts/popularity";
import { addFacts, addTwoHops, toldOf, type Corpus } from "./facts";
import { Reader } from "./reading";
import {
  addCategories,
  addForbidden,
  addInstances,
  addInstructions,
  addLives,
  addOpinions,
  addUnknown,
} from "./texts";

const TESTS_OF_A_KIND = 400;
const UNKNOWN = 30_000;
const INSTRUCTIONS = 20_000;

/** The second world's texts, from a seed. */
export function atlas2Corpus(readingTexts: number, seed: string): Corpus {
  const world = atlas2World();
  const corpus: Corpus = { sentences: [], prompts: [] };
  const random = seededRandom(seed);
  const popularity = popularityTable();
  const told = toldOf(world);
  addFacts(world, corpus, (subject) => popularity.get(subject) ?? 1);
  addTwoHops(world, corpus);
  addCategories(corpus);
  addInstances(corpus, random.fork("instances"));
  addLives(corpus, told);
  addOpinions(corpus);
  addUnknown(corpus, told, UNKNOWN, random.fork("unknown"));
  addForbidden(corpus);
  addInstructions(corpus, told, INSTRUCTIONS, random.fork("instructions"));
  const reader = new Reader(told);
  reader.add(corpus, readingTexts, random.fork("reading"));
  reader.addTests(corpus, TESTS_OF_A_KIND, random.fork("tests"));
  return corpus;
}

function atlasCorpus(): Corpus {
  const world = atlasWorld();
  const corpus: Corpus = { sentences: [], prompts: [] };
  addFacts(world, corpus, () => 1);
  addTwoHops(world, corpus);
  return corpus;
}

function main(id: string, folder: string, readingTexts: number): void {
  const corpus = id === "atlas" ? atlasCorpus() : atlas2Corpus(readingTexts, "atlas-2");
  mkdirSync(folder, { recursive: true });
  writeLines(join(folder, "corpus.jsonl"), corpus.sentences);
  writeLines(join(folder, "prompts.jsonl"), corpus.prompts);
  const rows = [...popularityTable()].map(([subject, weight]) => `"${subject}",${weight.toFixed(4)}`);
  if (id !== "atlas")
    writeFileSync(join(folder, "popularity.csv"), `subject,occurrences\n${rows.join("\n")}\n`);
  console.log(`${corpus.sentences.length} sentences and ${corpus.prompts.length} prompts`);
}

function writeLines(path: string, lines: readonly unknown[]): void {
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

if (import.meta.filename === process.argv[1]) {
  const [, , id = "atlas-2", folder = ".training", readingTexts = "150000"] = process.argv;
  main(id, folder, Number(readingTexts));
}
