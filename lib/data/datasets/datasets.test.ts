/** Every form of every dataset, with records written for this test. */
import { describe, expect, test } from "vitest";
import type { EditCase } from "../request";
import type { Question } from "../question";
import { PUBLISHED_RECORDS } from "../../testing/published-records";
import { DATASETS, Field, markOf } from ".";

interface Form {
  readonly dataset: string;
  readonly form: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly read: EditCase;
  /** Fields of the form that say nothing about the edit or its probes. */
  readonly unread?: readonly string[];
}

const request = {
  id: "edit-1",
  subject: "Tarn Bridge",
  prompt: "{} is in the city of",
  targetNew: "Velmora",
  targetTrue: "Karsted",
};
const question = { ...request, prompt: "In which city is {}?" };
const unrelated = { prompt: "who painted the harbour at dusk", target: "Ilse Brandt" };
const arch = { prompt: "The structure of Tarn Bridge is", target: "arch" };
const country = { prompt: "In which country is Tarn Bridge?", target: "Ostland" };

const FORMS: readonly Form[] = [
  {
    dataset: "counterfact",
    form: "original",
    record: {
      case_id: 7,
      requested_rewrite: {
        prompt: "{} is in the city of",
        subject: "Tarn Bridge",
        target_new: { str: "Velmora", id: "Q2" },
        target_true: { str: "Karsted", id: "Q1" },
      },
      paraphrase_prompts: ["It rained. Tarn Bridge stands in", "Tarn Bridge crosses the river of"],
      neighborhood_prompts: ["Lenn Bridge is in the city of", "The old mill is in the city of"],
    },
    read: {
      request: { ...request, id: "7" },
      rephrases: ["It rained. Tarn Bridge stands in", "Tarn Bridge crosses the river of"],
      locality: {
        "same-relation": [
          { prompt: "Lenn Bridge is in the city of", target: "Karsted" },
          { prompt: "The old mill is in the city of", target: "Karsted" },
        ],
      },
      portability: {},
    },
  },
  {
    dataset: "counterfact",
    form: "flat",
    record: {
      case_id: 7,
      prompt: "Tarn Bridge is in the city of",
      subject: "Tarn Bridge",
      target_new: "Velmora",
      ground_truth: "Karsted",
      rephrase_prompt: "Tarn Bridge crosses the river of",
      locality_prompt: "Lenn Bridge is in the city of",
      locality_ground_truth: "Karsted",
      portability: { prompt: country.prompt, answer: "Ostland" },
    },
    read: {
      request: { ...request, id: "7" },
      rephrases: ["Tarn Bridge crosses the river of"],
      locality: { "same-relation": [{ prompt: "Lenn Bridge is in the city of", target: "Karsted" }] },
      portability: { other: [country] },
    },
  },
  {
    dataset: "zsre",
    form: "with the question of another dataset",
    record: {
      subject: "Tarn Bridge",
      src: "In which city is Tarn Bridge?",
      alt: "Velmora",
      answers: ["Karsted"],
      rephrase: "What city has Tarn Bridge?",
      loc: `nq question: ${unrelated.prompt}`,
      loc_ans: unrelated.target,
    },
    read: {
      request: question,
      rephrases: ["What city has Tarn Bridge?"],
      locality: { other: [unrelated] },
      portability: {},
    },
  },
  {
    dataset: "zsre",
    form: "with portability",
    record: {
      subject: "Tarn Bridge",
      src: "In which city is Tarn Bridge?",
      alt: "Velmora",
      answers: ["Karsted"],
      portability: {
        "Recalled Relation": "(Velmora, country, Ostland)",
        "New Question": country.prompt,
        "New Answer": country.target,
      },
    },
    read: { request: question, rephrases: [], locality: {}, portability: { "one-hop": [country] } },
  },
  {
    dataset: "zsre",
    form: "of KnowEdit",
    record: {
      subject: "Tarn Bridge",
      prompt: "In which city is Tarn Bridge?",
      target_new: "Velmora",
      ground_truth: ["Karsted"],
      rephrase_prompt: "What city has Tarn Bridge?",
      cond: "Karsted >> Velmora || In which city is Tarn Bridge?",
      locality: { Relation_Specificity: [{ prompt: arch.prompt, ground_truth: ["arch"] }] },
      portability: { Reasoning: [{ prompt: country.prompt, ground_truth: "Ostland" }] },
    },
    read: {
      request: question,
      rephrases: ["What city has Tarn Bridge?"],
      locality: { "relation-specificity": [arch] },
      portability: { reasoning: [country] },
    },
    unread: ["cond"],
  },
  {
    dataset: "cases",
    form: "whole",
    record: {
      request: { ...request, id: "tarn" },
      rephrases: ["Tarn Bridge crosses the river of"],
      locality: { "same-subject": [arch] },
      portability: { "one-hop": [country] },
    },
    read: {
      request: { ...request, id: "tarn" },
      rephrases: ["Tarn Bridge crosses the river of"],
      locality: { "same-subject": [arch] },
      portability: { "one-hop": [country] },
    },
  },
  {
    dataset: "flat",
    form: "a row of a table",
    record: {
      id: "tarn",
      Subject: "Tarn Bridge",
      prompt: "Tarn Bridge is in the city of",
      "Target New": "Velmora",
      truth: "Karsted",
      rephrase: "Tarn Bridge crosses the river of",
      locality_prompt: arch.prompt,
      locality_answer: arch.target,
      portability_prompt: country.prompt,
      portability_target: country.target,
    },
    read: {
      request: { ...request, id: "tarn" },
      rephrases: ["Tarn Bridge crosses the river of"],
      locality: { other: [arch] },
      portability: { other: [country] },
    },
  },
  {
    dataset: "flat",
    form: "a record with groups and neighbours",
    record: {
      subject: "Tarn Bridge",
      question: "In which city is Tarn Bridge?",
      new_answer: "Velmora",
      ground_truth: "Karsted",
      paraphrase_prompts: ["What city has Tarn Bridge?"],
      neighbourhood_prompts: ["In which city is Lenn Bridge?"],
      locality: { "same subject": [arch] },
    },
    read: {
      request: question,
      rephrases: ["What city has Tarn Bridge?"],
      locality: {
        "same-subject": [arch],
        "same-relation": [{ prompt: "In which city is Lenn Bridge?", target: "Karsted" }],
      },
      portability: {},
    },
  },
];

describe.each(FORMS)("$dataset, $form", ({ dataset, record, read, unread = [] }) => {
  test("is recognised before the other datasets", () => {
    expect(DATASETS.all.find((one) => markOf(one, new Field(record)))?.id).toBe(dataset);
  });

  test("becomes a case with its groups of probes", () => {
    expect(DATASETS.get(dataset).read(new Field(record), "edit-1")).toEqual({ case: read, omitted: [] });
  });

  test("has no field that the dataset neither lists nor leaves unread", () => {
    const field = new Field(record);
    DATASETS.get(dataset).read(field, "edit-1");
    expect(field.unread).toEqual(unread);
    const listed = new Field(Object.fromEntries(DATASETS.get(dataset).fields.map((name) => [name, ""])));
    expect(field.keys.filter((name) => !listed.has(name))).toEqual(unread);
  });
});

test.each(DATASETS.all.filter(({ source }) => source))(
  "$id has a licence, since it is published",
  ({ licence, source }) => {
    expect(licence).toBeTruthy();
    expect(source?.citation).toMatch(/\d{4}/);
    expect(() => new URL(source?.url ?? "")).not.toThrow();
  },
);

test.each(DATASETS.all)("$id reads every field that it lists", (dataset) => {
  const forms = [
    ...FORMS.filter((form) => form.dataset === dataset.id).map(({ record }) => record),
    ...(PUBLISHED_RECORDS[dataset.id] ?? []),
  ];
  const isRead = (name: string) =>
    [{}, ...forms].some((record) => {
      const field = new Field({ [name]: "x", ...record });
      dataset.read(field, "edit-1");
      return !field.unread.includes(name);
    });
  expect(dataset.fields.filter((name) => !isRead(name))).toEqual([]);
});

/** "id: prompt with its {} (subject) -> target (truth)", then every probe by group and kind. */
function lineOfCase({ request, rephrases, together, ...groups }: EditCase): string {
  const kinds = (["generality", "locality", "portability", "mayChange"] as const).flatMap((group) =>
    Object.entries(groups[group] ?? {}).map(
      ([kind, probes]) =>
        `${group}.${kind}: ${probes.map(({ prompt, target, alternatives = [] }) => `${prompt} -> ${[target, ...alternatives].join(" / ")}`).join("; ")}`,
    ),
  );
  const { id, subject, prompt, targetNew, targetTrue = "" } = request;
  return [
    `${id}${together === undefined ? "" : ` of ${together}`}: ${prompt} (${subject}) -> ${targetNew} (${targetTrue})`,
    ...(rephrases.length > 0 ? [`rephrased: ${rephrases.join("; ")}`] : []),
    ...kinds,
  ].join("\n");
}

function lineOfQuestion({ id, prompt, answers, choices, correct, ...rest }: Question): string {
  const { rephrases, subject, relation, popularity } = rest;
  const more = [rephrases.join("; "), subject, relation, popularity].filter(
    (part) => part !== undefined && part !== "",
  );
  return `${id}: ${prompt} -> ${answers.join(" / ")}${choices ? ` of ${choices.join(", ")} [${correct?.join(",")}]` : ""}${more.length > 0 ? ` {${more.join(" | ")}}` : ""}`;
}

describe.each(Object.entries(PUBLISHED_RECORDS))("%s as it is published", (id, records) => {
  test.each(records.map((record, index) => ({ record, index })))("form $index", ({ record, index }) => {
    const dataset = DATASETS.get(id);
    expect(DATASETS.all.find((one) => markOf(one, new Field(record)))?.id).toBe(id);
    const read = dataset.read(new Field(record), "edit-1");
    const lines = ("length" in read ? read : [read]).map((one) =>
      "fault" in one ? one.fault.code : "case" in one ? lineOfCase(one.case) : lineOfQuestion(one.question),
    );
    expect(lines.join("\n")).toMatchSnapshot(`${id} ${index}`);
  });
});
