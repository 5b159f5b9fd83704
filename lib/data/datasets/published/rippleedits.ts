import { buildCase, kindOf, type ProbesByKind } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

const STAY = ["Relation_Specificity", "Relation_Specifity", "Forgetfulness"];
const FOLLOW = ["Logical_Generalization", "Compositionality_I", "Compositionality_II", "Subject_Aliasing"];

/**
 * Consequences of an edit by six criteria. A record states two sentences, before and after, and names no part of them: the words
 * that both begin with are the prompt, and the subject is what the prompt shares with the questions about the same entity.
 */
export const rippleedits: Dataset = {
  id: "rippleedits",
  name: "RippleEdits",
  holds: "edits",
  licence: "MIT",
  source: {
    citation:
      "R. Cohen et al.: Evaluating the Ripple Effects of Knowledge Editing in Language Models. TACL 2024",
    url: "https://github.com/edenbiran/RippleEdits",
  },
  version: "recent, random and popular, 2023; conditions of questions are not asked",
  fields: ["edit", ...STAY, ...FOLLOW],
  marks: [["edit.prompt", "edit.subject_id"]],
  read(record, id) {
    const edit = record.at("edit");
    const [after, before] = [edit.at("prompt"), edit.at("original_fact").at("prompt")];
    const { prompt, target, truth } = partsOf(sentence(after), sentence(before));
    const about = STAY.flatMap((name) => queriesOf(record.at(name)))
      .filter((query) => query.at("subject_id").text === edit.at("subject_id").text)
      .map((query) => query.at("prompt").text);
    return buildCase(
      {
        subject: new Field(sharedName(prompt, about), after.path),
        prompt: new Field(prompt, after.path),
        target: new Field(target, after.path),
        truth: new Field(truth, before.path),
        locality: groupsOf(record, STAY),
        portability: groupsOf(record, FOLLOW),
      },
      id,
    );
  },
};

const sentence = (field: Field): string => field.text.replace(/\s*\.$/, "");

/** Both sentences are the same up to the answer, which begins with a word. */
function partsOf(after: string, before: string): { prompt: string; target: string; truth: string } {
  const [new_, old] = [after, before].map((text) => text.split(" "));
  let same = 0;
  while (same < new_.length - 1 && new_[same] === old[same]) same++;
  const rest = (words: readonly string[]) => words.slice(same).join(" ");
  return { prompt: new_.slice(0, same).join(" "), target: rest(new_), truth: rest(old) };
}

/** The most words in a row, the first and the last of a name, that a prompt shares with one of these questions; else all of it. */
function sharedName(prompt: string, questions: readonly string[]): string {
  const words = prompt.split(" ");
  for (let length = words.length - 1; length > 0; length--)
    for (let start = 0; start + length <= words.length; start++) {
      const name = words.slice(start, start + length).join(" ");
      const isName =
        /^[^a-z]/.test(name) &&
        /(?:^| )[^a-z ][^ ]*$/.test(name) &&
        (start > 0 || !/^(?:The|What|Who)\b/.test(name));
      if (isName && questions.some((question) => ` ${question} `.includes(` ${name} `))) return name;
    }
  return prompt;
}

function queriesOf(tests: Field): readonly Field[] {
  return tests.items.flatMap((test) => test.at("test_queries").items);
}

function groupsOf(record: Field, names: readonly string[]): ProbesByKind {
  return Object.fromEntries(
    names.flatMap((name) => {
      const probes = queriesOf(record.at(name)).map((query) => ({
        prompt: query.at("prompt"),
        target: new Field(
          query
            .at("answers")
            .items.flatMap((answer) => [answer.at("value").text, ...answer.at("aliases").texts]),
          query.path,
        ),
      }));
      return probes.length > 0 ? [[kindOf(name), probes]] : [];
    }),
  );
}
