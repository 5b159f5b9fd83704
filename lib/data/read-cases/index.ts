/**
 * From a list as text to cases and questions: JSON, one JSON object a line, CSV or TSV, in the form of any dataset; Parquet from
 * bytes. Whatever of it is not used is named with its line and its field; nothing is dropped in silence.
 */
import { DATASETS, Field, markOf, type Dataset } from "../datasets";
import type { Fault } from "../fault";
import type { Question } from "../question";
import type { EditCase } from "../request";
import { mapped, type Mapping } from "./mapping";
import { readRecords, type Located, type Records } from "./records";

export { MAPPED_PARTS, type Mapping } from "./mapping";

export interface ReadOptions {
  /** The dataset of the list; absent, each record is read by the first that recognises it. */
  readonly dataset?: string;
  /** Most cases that are wanted. What comes after them is a fault. */
  readonly limit?: number;
  /** Where the parts of an edit stand, for a list in no form that is known. */
  readonly mapping?: Mapping;
}

/** Which dataset recognised records, and the fields by which. */
export interface Recognised {
  readonly dataset: string;
  readonly by: readonly string[];
  readonly records: number;
}

export interface CaseList {
  readonly cases: readonly EditCase[];
  /** What lists of questions hold; nothing is edited by them. */
  readonly questions: readonly Question[];
  /** Records, or a whole text, that could not be used. */
  readonly faults: readonly Fault[];
  /** Parts of the cases that could not be used: probes without an answer, and fields that no reader knows. */
  readonly omitted: readonly Fault[];
  /** Ids of the datasets that recognised the records. */
  readonly datasets: readonly string[];
  readonly recognised: readonly Recognised[];
  /** Of the list, read or not. */
  readonly records: number;
}

/** Throws `not_found` when there is no such dataset; what is wrong with the text is in the list of faults. */
export function readCases(text: string, options: ReadOptions = {}): CaseList {
  const isKnown = (value: unknown) => options.mapping !== undefined || readerOf(value) !== undefined;
  return casesOf(readRecords(text.replace(/^\uFEFF/, ""), isKnown), options);
}

/** The same of a file, which may be Parquet. */
export async function readCaseBytes(bytes: Uint8Array, options: ReadOptions = {}): Promise<CaseList> {
  const { isParquet, readParquet } = await import("./parquet");
  return isParquet(bytes)
    ? casesOf(await readParquet(bytes), options)
    : readCases(new TextDecoder().decode(bytes), options);
}

/** A column of a file, and what the first record that fills it has there. */
export interface Column {
  readonly name: string;
  readonly example: string;
}

/** Records that are looked at for their columns. */
const LOOKED_AT = 20;

/** The columns of a file in whatever form, for naming which of them hold the parts of an edit. */
export async function columnsOf(bytes: Uint8Array): Promise<Column[]> {
  const { isParquet, readParquet } = await import("./parquet");
  const { records } = isParquet(bytes)
    ? await readParquet(bytes)
    : readRecords(new TextDecoder().decode(bytes).replace(/^\uFEFF/, ""), () => true);
  const columns = new Map<string, string>();
  for (const { value, path } of records.slice(0, LOOKED_AT)) {
    const record = new Field(value, path);
    for (const name of record.keys) {
      if (columns.get(name)) continue;
      const [example = ""] = record.at(name).texts;
      columns.set(name, example);
    }
  }
  return [...columns].map(([name, example]) => ({ name, example }));
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

interface Reader {
  readonly dataset: Dataset;
  readonly by: readonly string[];
}

function readerOf(value: unknown): Reader | undefined {
  for (const dataset of DATASETS.all) {
    const by = markOf(dataset, new Field(value));
    if (by) return { dataset, by };
  }
  return undefined;
}

function casesOf(
  { records, faults: broken }: Records,
  { dataset, limit = Infinity, mapping }: ReadOptions,
): CaseList {
  const told = dataset === undefined ? undefined : { dataset: DATASETS.get(dataset), by: [] };
  const read = listReader();
  read.faults.push(...broken);
  for (const located of mapping ? records.map((record) => mapped(record, mapping)) : records) {
    const { path, value } = located;
    const record = new Field(value, path);
    const reader = told ?? readerOf(value);
    if (!record.isObject) read.fault(located, { code: "notAnObject" });
    else if (!reader)
      read.fault(located, { code: "unknownRecord", values: { fields: record.keys.join(", ") } });
    else if (read.count() >= limit) {
      read.fault(located, { code: "tooMany", values: { most: limit } });
      break;
    } else read.record(located, record, reader);
  }
  return read.list(records.length);
}

/** Gathers what records give, and what is wrong with them. */
function listReader() {
  const cases: EditCase[] = [];
  const readers: Dataset[] = [];
  const questions: Question[] = [];
  const faults: Fault[] = [];
  const omitted: Fault[] = [];
  const recognised = new Map<string, Recognised>();
  const ids = new Set<string>();
  const counts = { unread: new Map<string, number>(), firstOnly: new Map<string, number>() };
  const count = (code: keyof typeof counts, name: string) =>
    counts[code].set(name, (counts[code].get(name) ?? 0) + 1);
  const placeOf = ({ line, path }: Located) => ({
    ...(line !== undefined && { line }),
    ...(path !== "" && { path }),
  });

  return {
    faults,
    count: () => cases.length + questions.length,
    fault: (located: Located, fault: Fault) => faults.push({ ...placeOf(located), ...fault }),

    record(located: Located, record: Field, { dataset, by }: Reader): void {
      const { line, path } = located;
      const at = line === undefined ? {} : { line };
      const given = dataset.read(record, freeId(ids, cases.length + questions.length + 1));
      const readings = "length" in given ? given : [given];
      const broken = readings.flatMap((one) => ("fault" in one ? [one.fault] : []));
      faults.push(...broken.map((fault) => ({ ...at, ...fault })));
      // Edits that make one change together are all of it or nothing.
      const isWhole =
        broken.length === 0 || readings.every((one) => !("case" in one) || one.case.together === undefined);
      let isUsed = false;
      for (const reading of isWhole ? readings : []) {
        if ("fault" in reading) continue;
        const id = "case" in reading ? reading.case.request.id : reading.question.id;
        if (ids.has(id)) {
          faults.push({ ...placeOf(located), code: "sameId", values: { id } });
          continue;
        }
        ids.add(id);
        isUsed = true;
        if ("case" in reading) {
          cases.push(reading.case);
          readers.push(dataset);
        } else questions.push(reading.question);
        for (const fault of reading.omitted) {
          if (fault.code !== "firstOnly") omitted.push({ ...at, ...fault });
          else count(fault.code, insideOf(path, fault.path ?? ""));
        }
      }
      if (!isUsed) return;
      const key = [dataset.id, ...by].join("\n");
      recognised.set(key, { dataset: dataset.id, by, records: (recognised.get(key)?.records ?? 0) + 1 });
      for (const name of record.unread) count("unread", name);
    },

    list(records: number): CaseList {
      for (const [code, names] of Object.entries(counts) as [keyof typeof counts, Map<string, number>][])
        for (const [path, number] of names) omitted.push({ code, path, values: { records: number } });
      faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
      const found = [...recognised.values()];
      return {
        cases: joined(cases, readers),
        questions,
        faults,
        omitted,
        datasets: [...new Set(found.map(({ dataset }) => dataset))],
        recognised: found,
        records,
      };
    },
  };
}

/** Edits with what they take from the others of their dataset. */
function joined(cases: readonly EditCase[], readers: readonly Dataset[]): EditCase[] {
  const made = [...cases];
  for (const dataset of new Set(readers)) {
    if (!dataset.joined) continue;
    const places = cases.flatMap((_, i) => (readers[i] === dataset ? [i] : []));
    dataset.joined(places.map((i) => cases[i])).forEach((one, i) => (made[places[i]] = one));
  }
  return made;
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
