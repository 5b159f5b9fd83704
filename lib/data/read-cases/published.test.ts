/** Published lists, where they lie beside the checkout: every record is read, or named with what it lacks. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { FaultCode } from "../fault";
import { readCases } from ".";

const FOLDER = path.join(import.meta.dirname, "../../../../shared/datasets");

interface Published {
  readonly file: string;
  readonly dataset: string;
  readonly cases: number;
  readonly probes: number;
  readonly faults?: readonly FaultCode[];
  /** Probes that have no answer. */
  readonly unanswered?: number;
  /** Probes that accept more than one answer. */
  readonly several?: number;
}

const LISTS: readonly Published[] = [
  { file: "counterfact/counterfact-val.json", dataset: "counterfact", cases: 1919, probes: 1919 },
  { file: "counterfact/counterfact_subject_replace.json", dataset: "counterfact", cases: 213, probes: 2130 },
  // Two records have no new answer; published loaders skip them.
  {
    file: "zsre/zsre_mend_train-1k.json",
    dataset: "zsre",
    cases: 998,
    probes: 998,
    faults: ["noTarget", "noTarget"],
  },
  { file: "zsre/zsre_portability.json", dataset: "zsre", cases: 264, probes: 528 },
  {
    file: "knowedit/benchmark_wiki_recent_recent_train.json",
    dataset: "wikidata-recent",
    cases: 300,
    probes: 1401,
    unanswered: 6,
    several: 1224,
  },
];

describe.each(LISTS)(
  "$file",
  ({ file, dataset, cases, probes, faults = [], unanswered = 0, several = 0 }) => {
    const source = path.join(FOLDER, file);
    const isThere = existsSync(source);

    test.skipIf(!isThere)(
      isThere ? "is read" : `is read (skipped: no ${path.basename(FOLDER)} beside the checkout)`,
      () => {
        const list = readCases(readFileSync(source, "utf8"));
        expect(list.faults.map(({ code }) => code)).toEqual(faults);
        const omitted = list.omitted.filter(({ code }) => code !== "unread" && code !== "firstOnly");
        expect(omitted.map(({ code }) => code)).toEqual(Array(unanswered).fill("noAnswer"));
        expect(list.datasets).toEqual([dataset]);
        expect(list.cases).toHaveLength(cases);
        const groups = list.cases.flatMap(({ locality, portability }) => [locality, portability]);
        const all = groups.flatMap((group) => Object.values(group).flat());
        expect(all).toHaveLength(probes);
        expect(all.filter(({ alternatives }) => alternatives)).toHaveLength(several);
      },
    );
  },
);
