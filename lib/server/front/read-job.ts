/** The body of a request for a job. It may hold ten thousand edits, so a large one is read in a thread of its own. */
import { startJob, type JobStart } from "../../api";
import type { Fault } from "../../data";
import type { BlobStore, EditJobInput, StoredCases } from "../../store";
import { readWrittenCases } from "../http/written-cases";
import { parse, readJson } from "./json-body";

export interface ReadJob {
  /** What is asked. Many cases of a job of the server are stored, and stand in it as `StoredCases`. */
  readonly asked: JobStart;
  /** Parts of its edits that are not used. */
  readonly omitted: readonly Fault[];
}

/** More cases than this are stored: the row of a job with fewer is small. */
const MOST_IN_ROW = 100;
const NAMED = 3;
/** Kinds whose cases only the process that runs models reads. */
const STORED_KINDS = new Set(["edit", "benchmark"]);

/** Throws `invalid_input` for a body that is no request for a job. */
export async function readJob(bytes: Uint8Array, blobs: Pick<BlobStore, "put">): Promise<ReadJob> {
  const { body, omitted } = readWrittenCases(readJson(bytes), ["input", "cases"]);
  const asked = parse(startJob.input, body);
  const { cases } = asked.input as Partial<Pick<EditJobInput, "cases">>;
  const isStored =
    STORED_KINDS.has(asked.kind) && asked.location !== "browser" && cases && cases.length > MOST_IN_ROW;
  if (!isStored) return { asked, omitted };
  const stored: StoredCases = {
    blob: await blobs.put(new TextEncoder().encode(JSON.stringify(cases))),
    count: cases.length,
    subjects: cases.slice(0, NAMED).map(({ request }) => request.subject),
  };
  return { asked: { ...asked, input: { ...asked.input, cases: stored } } as unknown as JobStart, omitted };
}
