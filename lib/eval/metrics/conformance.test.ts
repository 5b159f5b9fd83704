/** What every metric keeps, and that nothing else knows a metric by its name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EditCase } from "../../data";
import type { ProbeAnswer } from "../report";
import { METRICS } from "./index";
import type { AnsweredProbe, CaseEvidence } from "./metric";
import { caseOf, PROBE_GROUPS, probesOf } from "./probe-groups";

const answer = (score: number): ProbeAnswer => ({
  teacherForced: { text: "Rome", score },
  generation: { text: "Rome", score },
  probability: score,
});

/** One probe of every group, and a text. */
const evidence = (score: number, without: readonly string[] = []): CaseEvidence => ({
  probes: PROBE_GROUPS.filter(({ id }) => !without.includes(id)).map(({ id }): AnsweredProbe => ({
    group: id,
    kind: "k",
    prompt: "p",
    expected: "Rome",
    answer: answer(score),
  })),
  text: "the cat sat on the mat and the cat slept",
});

describe.each(METRICS.all)("$id", (metric) => {
  test("is named and defined in every language", () => {
    for (const text of [metric.name, metric.summary, metric.formula])
      for (const language of ["en", "zh"] as const) expect(text[language].trim()).not.toBe("");
    expect(metric.protocols.length).toBeGreaterThan(0);
  });

  test("gives a finite number, which is a share where its unit says so", () => {
    for (const protocol of metric.protocols) {
      for (const right of [0, 0.5, 1]) {
        const score = metric.score(evidence(right), protocol);
        expect(score, protocol).toSatisfy(Number.isFinite);
        if (metric.unit === "fraction") expect(score).toSatisfy((value: number) => value >= 0 && value <= 1);
      }
    }
  });

  test("is null without the probes it reads, and undefined without its evidence", () => {
    for (const protocol of metric.protocols) {
      if (metric.groups.length > 0) expect(metric.score(evidence(1, metric.groups), protocol)).toBeNull();
      expect(metric.score({}, protocol)).toBeUndefined();
    }
  });

  test("reads groups that cases have", () => {
    const known = PROBE_GROUPS.map(({ id }) => id);
    expect(metric.groups.filter((group) => !known.includes(group))).toEqual([]);
  });
});

test("a case is found again from its probes", () => {
  const given = {
    request: { id: "1", subject: "Anna", prompt: "{} lives in", targetNew: "Rome" },
    rephrases: ["The city of Anna is"],
    locality: {
      near: [{ prompt: "Berta lives in", target: "Bonn", alternatives: ["Bad Godesberg"] }],
      far: [{ prompt: "2 + 2 =", target: "4" }],
    },
    portability: { alias: [{ prompt: "A. lives in", target: "Rome" }] },
  };
  expect(caseOf(given.request, probesOf(given))).toEqual(given);
});

/** Files that spell an id with a reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "lib/eval/measure/sample-text.ts":
    "The seed of sampled texts. Another word would draw other texts than before.",
};

/**
 * A metric is one file and one line only as long as no other code spells its id. Some ids are also fields of a case and of
 * records in published datasets; of these, only a comparison or an assignment as an id counts. An experiment measures what it
 * is about, and may name it.
 */
test("no id of a metric is spelled outside of this folder", () => {
  const root = join(import.meta.dirname, "../../..");
  const files = ["lib", "components", "app", "scripts", "e2e"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) =>
        join(folder, path),
      ),
    )
    .filter((path) => /\.(ts|tsx|mts)$/.test(path) && !path.startsWith("lib/eval/metrics/"))
    .filter(
      (path) =>
        !/\/(generated|messages|testing|fixtures|experiments)\/|(examples|conformance)\.ts$|\.(test|spec)\./.test(
          path,
        ),
    );
  expect(files.length).toBeGreaterThan(500);
  const spelled = METRICS.all.flatMap(({ id }) =>
    id in EditCase.shape
      ? [new RegExp(`([!=]==|\\bmetric:) ["'\`]${id}["'\`]`)]
      : [new RegExp(`["'\`]${id}["'\`]`), new RegExp(`[{,\\s]${id}\\??:|\\.${id}\\b`)],
  );
  const found = files.flatMap((path) =>
    readFileSync(join(root, path), "utf8")
      .split("\n")
      .filter((line) => !/^\s*(\/?\*|\/\/)/.test(line) && spelled.some((pattern) => pattern.test(line)))
      .map((line) => ({ path, line: line.trim() })),
  );
  expect(found.filter(({ path }) => !(path in EXCEPTIONS))).toEqual([]);
  expect(Object.keys(EXCEPTIONS).filter((path) => !found.some((mention) => mention.path === path))).toEqual(
    [],
  );
});
