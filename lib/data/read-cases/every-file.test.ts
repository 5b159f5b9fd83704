/** Every file of the real records, where they lie beside the checkout: how many records, and what they become. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readCases } from ".";

const FOLDER = path.join(import.meta.dirname, "../../../../shared/datasets");

/** File, records, edits, questions, dataset. Files that hold no edits and no questions have none of them. */
const FILES: readonly (readonly [string, number, number, number, string])[] = [
  ["counterfact/known_1000.json", 1209, 0, 1209, "known"],
  ["counterfact/counterfact_subject_replace.json", 213, 213, 0, "counterfact"],
  ["counterfact/counterfact-val.json", 1919, 1919, 0, "counterfact"],
  ["zsre/zsre_mend_train-1k.json", 1000, 998, 0, "zsre"],
  ["zsre/zsre_portability.json", 264, 264, 0, "zsre"],
  ["knowedit/benchmark_wiki_counterfact_train_cf.json", 1428, 1428, 0, "wikidata-counterfact"],
  ["knowedit/benchmark_wiki_recent_recent_train.json", 300, 300, 0, "wikidata-recent"],
  ["knowedit/benchmark_WikiBio_wikibio-test-all.json", 30, 30, 0, "wikibio"],
  ["knowedit/benchmark_Convsent_blender_test.json", 30, 30, 0, "convsent"],
  ["knowedit/benchmark_trivia_trivia_qa_test.json", 1, 80, 0, "sanitation"],
  ["cknowedit/type1_133.json", 133, 133, 0, "cknowedit"],
  ["cknowedit/type2_80.json", 80, 80, 0, "cknowedit"],
  ["cknowedit/type4_50.json", 50, 50, 0, "cknowedit"],
  ["cknowedit/type7_277.json", 277, 277, 0, "cknowedit"],
  ["rippleedits/random_first_records_sample.json", 6, 6, 0, "rippleedits"],
  ["hallueditbench/places_country.csv", 100, 100, 0, "hallueditbench"],
  ["hallueditbench/human_scientist.csv", 99, 99, 0, "hallueditbench"],
  // Every record of the second edits one fact twice.
  ["conflict_round_edit/easy.json", 500, 500, 0, "pitfalls"],
  ["conflict_round_edit/coverage_edit.json", 500, 1000, 0, "pitfalls"],
  ["general_ability/popqa_full_fields.json", 300, 0, 300, "popqa"],
  ["safeedit/SafeEdit_test.first10.redacted.json", 10, 10, 0, "safeedit"],
  ["lre/factual/city_in_country.json", 1, 0, 27, "lre"],
  ["lre/factual/person_mother.json", 1, 0, 994, "lre"],
  ["lre/linguistic/word_first_letter.json", 1, 0, 241, "lre"],
  ["lre/commonsense/word_sentiment.json", 1, 0, 60, "lre"],
  ["lre/bias/name_birthplace.json", 1, 0, 31, "lre"],
  // Lists of something else are refused record by record, or as a whole.
  ["chinese/idiom_first1500.json", 1500, 0, 0, ""],
  ["chinese/xiehouyu.json", 14_032, 0, 0, ""],
  ["rippleedits/popular_prompts.json", 885, 0, 0, ""],
  ["mquake/rel-prompts.json", 0, 0, 0, ""],
  ["circuits/ioi_llama.csv", 0, 0, 0, ""],
  ["wikitext2/valid.txt", 0, 0, 0, ""],
];
const isThere = existsSync(FOLDER);

describe.skipIf(!isThere)(isThere ? "real files" : "real files (skipped: none beside the checkout)", () => {
  test.each(FILES)("%s has %i records", (file, records, edits, questions, dataset) => {
    const list = readCases(readFileSync(path.join(FOLDER, file), "utf8"));
    expect([list.records, list.cases.length, list.questions.length]).toEqual([records, edits, questions]);
    expect(list.datasets).toEqual(dataset === "" ? [] : [dataset]);
    expect(list.faults.length > 0).toBe(dataset === "" || records > edits + questions);
  });

  test("a table of countries becomes questions by a mapping", () => {
    const text = readFileSync(path.join(FOLDER, "facts/samayo/country-by-religion.json"), "utf8");
    const mapping = { subject: "country", prompt: "The religion of {country} is", answer: "religion" };
    const { questions, faults } = readCases(text, { mapping });
    expect(questions[0]).toMatchObject({ prompt: "The religion of Afghanistan is", answers: ["Islam"] });
    expect(questions.length + faults.length).toBe(242);
  });
});
