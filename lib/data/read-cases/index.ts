/**
 * From a list of edits as text to cases: JSON, one JSON object a line, CSV or TSV, in the form of any dataset. Whatever of it
 * is not used is named with its line and its field; nothing is dropped in silence.
 */
import { DATASETS, Field } from "../datasets";
import type { Fault } from "../fault";
import type { EditCase } from "../request";
import { readRecords } from "./records";

export interface ReadOptions {
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
export function readCases(text: string, { dataset, limit = Infinity }: ReadOptions = {}): CaseList {
  const told = dataset === undefined ? undefined : DATASETS.get(dataset);
  const cases: EditCase[] = [];
  const { records, faults: broken } = readRecords(text.replace(/^\uFEFF/, ""));
  const faults: Fault[] = [...broken];
  const omitted: Fault[] = [];
  const datasets = new Set<string>();
  const unread = new Map<string, number>();

  for (const { line, path, value } of records) {
    const at = line === undefined ? {} : { line };
    const place = path === "" ? at : { ...at, path };
    const record = new Field(value, path);
    const reader = told ?? DATASETS.all.find((one) => one.recognises(new Field(value)));
    if (!record.isObject) faults.push({ ...place, code: "notAnObject" });
    else if (!reader)
      faults.push({ ...place, code: "unknownRecord", values: { fields: record.keys.join(", ") } });
    else {
      const reading = reader.read(record, `edit-${cases.length + 1}`);
      if ("fault" in reading) faults.push({ ...at, ...reading.fault });
      else if (cases.length >= limit) {
        faults.push({ ...place, code: "tooMany", values: { most: limit } });
        break;
      } else {
        cases.push(reading.case);
        omitted.push(...reading.omitted.map((fault) => ({ ...at, ...fault })));
        datasets.add(reader.id);
        for (const name of record.unread) unread.set(name, (unread.get(name) ?? 0) + 1);
      }
    }
  }
  for (const [path, count] of unread) omitted.push({ code: "unread", path, values: { records: count } });
  faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { cases, faults, omitted, datasets: [...datasets] };
}
