/**
 * Compares the project's tokenizers with what Hugging Face's make of the same texts: tokenizer_cases.py writes the folder.
 * Exits with 1 when one of them differs and is not refused.
 *
 *     npx tsx scripts/reference/check-tokenizers.ts FOLDER
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PalimpsestError } from "../../lib/base";
import { compareTokenizer, TokenizerCases } from "../../lib/testing/formats/tokenizer-cases";

const [folder] = process.argv.slice(2);
let wrong = 0;
const counts = { equal: 0, refused: 0, texts: 0 };
for (const file of (await readdir(folder)).sort()) {
  const cases = TokenizerCases.parse(JSON.parse(await readFile(path.join(folder, file), "utf8")));
  try {
    const differences = compareTokenizer(cases);
    counts.texts += cases.cases.length;
    if (differences.length === 0) counts.equal++;
    else wrong++;
    for (const difference of differences) console.log(`${cases.name}: ${difference}`);
  } catch (error) {
    if (!(error instanceof PalimpsestError)) throw error;
    counts.refused++;
    console.log(`${cases.name}: refused. ${error.message}`);
  }
}
console.log(`${counts.equal} equal on ${counts.texts} texts, ${counts.refused} refused, ${wrong} wrong`);
process.exitCode = wrong > 0 ? 1 : 0;
