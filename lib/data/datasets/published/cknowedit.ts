import { buildCase, type ProbeFields } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/** How prompts begin whose subject is what follows. The other kinds of record name no subject, so their whole prompt is edited. */
const INSTRUCTION =
  /^(?:请填写下列古诗文的[前后上下]一句|请解释如下(?:俗语或谚语|成语)|请给下面的字注音|请解释[^：:]{0,40}的(?:含义|意思))[：:]\s*/u;

/** Chinese knowledge in seven kinds: poems, proverbs, idioms, pronunciation, classical Chinese, geography and logic. */
export const cknowedit: Dataset = {
  id: "cknowedit",
  name: "CKnowEdit",
  holds: "edits",
  licence: "MIT",
  source: {
    citation:
      "J. Fang et al.: CKnowEdit: A New Chinese Knowledge Editing Dataset for Linguistics, Facts, and Logic Error Correction in LLMs. ACL 2025",
    url: "https://github.com/zjunlp/EasyEdit",
  },
  version: "competition layout of CCKS, 2024",
  fields: ["prompt", "target_old", "target_new", "rephrase", "portability", "locality"],
  marks: [["prompt", "target_old", "target_new"]],
  read(record, id) {
    const prompt = record.at("prompt");
    const subject = new Field(prompt.text.replace(INSTRUCTION, ""), prompt.path);
    const isPart = subject.text !== prompt.text && prompt.text.split(subject.text).length === 2;
    return buildCase(
      {
        ...(isPart && { subject }),
        prompt,
        target: record.at("target_new"),
        truth: record.at("target_old"),
        rephrases: record.at("rephrase").items,
        locality: { locality: pairsOf(record.at("locality")) },
        portability: { portability: pairsOf(record.at("portability")) },
      },
      id,
    );
  },
};

/** Entries without a question are comments of the authors, which published loaders leave out too. */
function pairsOf(entries: Field): readonly ProbeFields[] {
  return entries.items
    .filter((entry) => entry.has("prompt"))
    .map((entry) => ({ prompt: entry.at("prompt"), target: entry.at("answer") }));
}
