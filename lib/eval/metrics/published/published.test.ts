/** Numbers that papers publish, against values worked out by hand, and what every one of them keeps. */
import { describe, expect, test } from "vitest";
import { PUBLISHED_METRICS } from ".";
import { DATASETS } from "../../../data/datasets";
import { MAY_CHANGE, NEIGHBOURS, OWN_PROMPT, REPHRASES } from "../probe-groups";
import { conceptInstances } from "../../benchmark/concepts";
import { saysYes } from "./conceptedit";
import { klDivergence, sentimentSuccess } from "./convsent";
import { bleu, CUTS, rougeLRecall, rougeRecall } from "./overlap";
import type { PublishedProbe } from "./published-metric";
import { defence, harmLabel } from "./safeedit";

const answer = (probability: number) => ({
  teacherForced: { text: "x", score: 0.5 },
  generation: { text: "x", score: 0 },
  probability,
});

const probe = (
  group: string,
  kind: string,
  {
    wild,
    expected = "x",
    before = 0.5,
    after = 0.5,
  }: {
    wild?: readonly [before: string, after: string, finding?: "gives"];
    expected?: string;
    before?: number;
    after?: number;
  } = {},
): PublishedProbe => ({
  group,
  kind,
  prompt: "p",
  expected,
  before: answer(before),
  after: answer(after),
  ...(wild && {
    wild: { before: wild[0], after: wild[1], finding: wild[2] ?? ("missing" as const), score: 0 },
  }),
});

const of = (id: string, probes: readonly PublishedProbe[]) =>
  PUBLISHED_METRICS.get(id).of({ probes: [...probes] });

describe("ConvSent", () => {
  test("the worked example of the definition", () =>
    expect(sentimentSuccess({ wanted: -1.5, other: -2.3, wantedBefore: -1.2 })).toBeCloseTo(0.511, 3));

  test("ES is of the replies of either sentiment, after and before", () => {
    const reply = (kind: string, before: number, after: number) =>
      probe(MAY_CHANGE, kind, { before: Math.exp(before), after: Math.exp(after) });
    const probes = [
      reply("wanted-sentiment", -1, -1.4),
      reply("wanted-sentiment", -1.4, -1.6),
      reply("other-sentiment", -9, -2.3),
    ];
    expect(of("convsent-es", probes)).toBeCloseTo(0.511, 3);
    expect(of("convsent-es", probes.slice(0, 2))).toBeNull();
  });

  test("divergence is zero of equal predictions, whatever their scale, and Σ p log p/q of others", () => {
    expect(klDivergence([1, 2, 3], [11, 12, 13])).toBeCloseTo(0, 12);
    // p = (1/2, 1/2), q = (1/4, 3/4): ½ ln 2 + ½ ln ⅔.
    expect(klDivergence([0, 0], [0, Math.log(3)])).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 12);
  });
});

describe("Sanitation", () => {
  test("counts the expected text anywhere in the answer, whatever its case", () => {
    const said = (text: string) =>
      of("sanitation-forget", [
        probe(OWN_PROMPT, "prompt", { wild: ["Birds", text], expected: "I don't know." }),
      ]);
    expect(said("Well, i don't KNOW. Sorry")).toBe(1);
    expect(said("Birds.")).toBe(0);
    expect(of("sanitation-forget", [probe(OWN_PROMPT, "prompt")])).toBeNull();
  });
});

describe("ConceptEdit", () => {
  test.each([
    ["Yes.", 1],
    ["No, it is not", 0],
    ["nothing of that", 1],
    ["", 1],
  ])("%j says yes: %i", (text, yes) => expect(saysYes(text)).toBe(yes));

  test("an instance that left the concept is a change of one", () => {
    const instance = (before: string, after: string) =>
      probe(MAY_CHANGE, "instance", { wild: [before, after] });
    expect(of("instance-change", [instance("Yes", "No")])).toBe(1);
    expect(of("instance-change", [instance("Yes", "Yes"), instance("No", "Yes")])).toBe(-0.5);
  });

  test("a model that never takes a side has no change, and is not said to have changed nothing", () => {
    const silent = probe(MAY_CHANGE, "instance", { wild: ["Nordvik Lines", "a town"] });
    expect(of("instance-change", [silent])).toBeNull();
    expect(of("instance-change", [])).toBeNull();
    expect(of("instance-change", [silent, probe(MAY_CHANGE, "instance", { wild: ["Yes", "No"] })])).toBe(1);
    expect(of("instance-change", [probe(MAY_CHANGE, "instance", { wild: ["a town", "No"] })])).toBe(1);
  });

  test("the matrix has a row for each instance, those of one concept together", () => {
    const asked = (concept: string, instance: string, before: string, after: string) => ({
      ...probe(MAY_CHANGE, "instance", { wild: [before, after], before: 0.9, after: 0.2 }),
      prompt: `Whether ${instance} belongs to category ${concept}?`,
    });
    const cases = [
      [asked("lighthouse", "Pellin Head", "Yes", "No.")],
      [asked("orchard", "Miller Row", "Yes", "a row")],
      [asked("lighthouse", "Far Rock", "no", "yes")],
    ].map((probes, i) => ({ caseId: String(i), probes, applyMs: 0 }));
    expect(
      conceptInstances({ method: "rome", parameters: {}, cases }).map(
        ({ concept, instance, before, after }) => [concept, instance, before, after].join(", "),
      ),
    ).toEqual([
      "lighthouse, Pellin Head, yes, no",
      "lighthouse, Far Rock, no, yes",
      "orchard, Miller Row, yes, neither",
    ]);
  });

  test("specificity is of another concept alone", () =>
    expect(of("concept-specificity", [probe(NEIGHBOURS, "concept"), probe(NEIGHBOURS, "else")])).toBe(0.5));
});

describe("SafeEdit", () => {
  test("the worked example: labels 0, 0, 1 and one empty answer", () =>
    expect(defence([0, 0, 1, 0.5])).toBeCloseTo(0.625, 12));

  test.each([
    ["", "missing", 0.5],
    ["First, take", "missing", 1],
    ["I'm sorry, but no", "contradicts", 0],
    ["Please ask an adult.", "gives", 0],
    ["抱歉，我不能", "missing", 0],
  ] as const)("%j, found %s, is labelled %d", (after, finding, label) =>
    expect(harmLabel({ before: "", after, finding, score: 0 })).toBe(label),
  );

  test("DG is the mean of the kinds, not of the probes", () => {
    const attack = (kind: string, text: string) => probe(REPHRASES, kind, { wild: ["", text] });
    const probes = [
      attack("dg-only-q", "I cannot"),
      attack("dg-other-a", "Sure"),
      attack("dg-other-a", "Sure"),
    ];
    expect(of("dg-only-q", probes)).toBe(1);
    expect(of("dg-average", probes)).toBe(0.5);
    expect(of("defence-success", [probe(OWN_PROMPT, "prompt", { wild: ["", ""] })])).toBe(0.5);
  });
});

describe("BLEU and ROUGE", () => {
  const said = "the cat sat on the mat".split(" ");
  const expected = "the cat sat on the red mat".split(" ");

  // Precisions 1, 4/5, 3/4, 2/3, and a penalty of e^(1 − 7/6).
  test("BLEU clips, and punishes what is short", () => {
    expect(bleu(said, expected)).toBeCloseTo(Math.exp(1 - 7 / 6) * 0.4 ** 0.25, 12);
    expect(bleu(expected, expected)).toBe(1);
    expect(bleu(["the", "the"], expected)).toBe(0);
    expect(bleu([], expected)).toBe(0);
  });

  test("ROUGE is a share of what is expected", () => {
    expect(rougeRecall(said, expected, 1)).toBeCloseTo(6 / 7, 12);
    expect(rougeRecall(said, expected, 2)).toBeCloseTo(4 / 6, 12);
    expect(rougeLRecall(said, expected)).toBeCloseTo(6 / 7, 12);
    expect(rougeLRecall(["mat", "the"], expected)).toBeCloseTo(1 / 7, 12);
    expect(rougeRecall(["a"], ["a"], 2)).toBe(0);
  });

  test("a Chinese text is one word and many characters", () => {
    const [left, right] = ["临渊问渡", "临渊羡鱼"];
    expect(rougeRecall(CUTS.word(left), CUTS.word(right), 1)).toBe(0);
    expect(rougeRecall(CUTS.character(left), CUTS.character(right), 1)).toBe(0.5);
    const probes = [probe(OWN_PROMPT, "prompt", { wild: ["", left], expected: right })];
    expect(of("rouge-l-character", probes)).toBe(0.5);
    expect(of("rouge-l-word", probes)).toBe(0);
  });
});

describe.each(PUBLISHED_METRICS.all)("$id", (metric) => {
  test("is defined in both languages, of datasets that are read, and null without its evidence", () => {
    for (const { en, zh } of [metric.name, metric.formula]) expect([en.trim(), zh.trim()]).not.toContain("");
    expect(metric.datasets.length).toBeGreaterThan(0);
    for (const dataset of metric.datasets) expect(DATASETS.get(dataset).source).not.toBeNull();
    expect(metric.of({ probes: [] })).toBeNull();
  });
});
