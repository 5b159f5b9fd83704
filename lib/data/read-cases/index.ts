/**
 * From a list of edits as text to cases: JSON, one JSON object a line, CSV or TSV, in the form of any dataset. Whatever of it
 * is not used is named with its line and its field; nothing is dropped in silence.
 */
import { DATASETS, Field } from "../datasets";
import type { Fault } from "../fault";
import type { EditCase } from "../request";
import { readRecords, type Records } from "./records";

interface ReadOptions {
  /** The dataset of the list; absent, each record is read by the first that recognises it. */
  readonly dataset?: string;
  /** Most cases that are wanted. What comes after them is a fault. */
  readonly limit?: number;
}

export interface CaseList {
  readonly cases: readonly EditCase[];
  /** Records, or a whole text, that could not be used. */
  readonly faults: readonly Fault[];
  /** Parts of the cases that could not be used: probes without an answer, and fields that no reader knows. */
  readonly omitted: readonly Fault[];
  /** Ids of the datasets that recognised the records. */
  readonly datasets: readonly string[];
}

/** Throws `not_found` when there is no such dataset; what is wrong with the text is in the list of faults. */
export function readCases(text: string, options: ReadOptions = {}): CaseList {
  return casesOf(readRecords(text.replace(/^\uFEFF/, "")), options);
}

/** The same of records that are values already, such as those of a request. `path` leads to their list. */
export function readCaseValues(
  values: readonly unknown[],
  path: string,
  options: ReadOptions = {},
): CaseList {
  const records = values.map((value, index) => ({ path: `${path}.${index}`, value }));
  return casesOf({ records, faults: [] }, options);
}

function casesOf({ records, faults: broken }: Records, { dataset, limit = Infinity }: ReadOptions): CaseList {
  const told = dataset === undefined ? undefined : DATASETS.get(dataset);
  const cases: EditCase[] = [];
  const faults: Fault[] = [...broken];
  const omitted: Fault[] = [];
  const datasets = new Set<string>();
  const ids = new Set<string>();
  const counts = { unread: new Map<string, number>(), firstOnly: new Map<string, number>() };
  const count = (code: keyof typeof counts, name: string) =>
    counts[code].set(name, (counts[code].get(name) ?? 0) + 1);

  for (const { line, path, value } of records) {
    const at = line === undefined ? {} : { line };
    const position = path === "" ? at : { ...at, path };
    const record = new Field(value, path);
    const reader = told ?? DATASETS.all.find((one) => one.recognises(new Field(value)));
    if (!record.isObject) faults.push({ ...position, code: "notAnObject" });
    else if (!reader)
      faults.push({ ...position, code: "unknownRecord", values: { fields: record.keys.join(", ") } });
    else {
      const reading = reader.read(record, freeId(ids, cases.length + 1));
      if ("fault" in reading) faults.push({ ...at, ...reading.fault });
      else if (cases.length >= limit) {
        faults.push({ ...position, code: "tooMany", values: { most: limit } });
        break;
      } else if (ids.has(reading.case.request.id)) {
        faults.push({ ...position, code: "sameId", values: { id: reading.case.request.id } });
      } else {
        cases.push(reading.case);
        ids.add(reading.case.request.id);
        datasets.add(reader.id);
        for (const fault of reading.omitted) {
          if (fault.code !== "firstOnly") omitted.push({ ...at, ...fault });
          else count(fault.code, insideOf(path, fault.path ?? ""));
        }
        for (const name of record.unread) count("unread", name);
      }
    }
  }
  for (const [code, names] of Object.entries(counts) as [keyof typeof counts, Map<string, number>][])
    for (const [path, records] of names) omitted.push({ code, path, values: { records } });
  faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { cases, faults, omitted, datasets: [...datasets] };
}

/** "edit-" and the first number from `number` on that no edit of the list is called by. */
function freeId(taken: ReadonlySet<string>, number: number): string {
  let free = number;
  while (taken.has(`edit-${free}`)) free++;
  return `edit-${free}`;
}

/** A path from the beginning of the list as one from the beginning of its record. */
function insideOf(record: string, path: string): string {
  return record === "" ? path : path.slice(record.length + 1);
}
