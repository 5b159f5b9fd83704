/** Datasets of edits that can be read, and reading a list of one. */
import { z } from "zod";
import { EditCase, Fault, Question } from "../../data";
import { KeptList } from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

const DatasetCard = z.object({
  id: z.string(),
  name: z.string(),
  holds: z.enum(["edits", "questions"]),
  /** Null for forms that carry a person's own edits. */
  licence: z.string().nullable(),
  source: z.object({ citation: z.string(), url: z.url() }).nullable(),
  version: z.string(),
  /** Fields of a record that are read. */
  fields: z.array(z.string()),
});

export const listDatasets = defineEndpoint({
  id: "datasets.list",
  summary: "Datasets whose lists of edits can be read, with licence, source and the fields that are read.",
  method: "GET",
  path: "/api/datasets",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({ datasets: z.array(DatasetCard) }),
});

export const readList = defineEndpoint({
  id: "datasets.read",
  summary:
    "Turn a list of edits, as JSON, JSON lines or a table, into cases; what is not used is named with its line and field.",
  method: "POST",
  path: "/api/datasets/read",
  params: NO_PARAMS,
  input: z.object({
    text: z.string(),
    /** Id of its dataset; without it each record is read by the first dataset that recognises it. */
    dataset: z.string().optional(),
    limit: z.int().min(1).max(100_000).optional(),
    /** Parts of an edit or a question by the column that holds each, or a text with columns in braces. */
    mapping: z.record(z.string(), z.string()).optional(),
  }),
  output: z.object({
    cases: z.array(EditCase),
    /** Of lists that nothing is edited by. */
    questions: z.array(Question),
    /** Records that could not be used. */
    faults: z.array(Fault),
    /** Parts of the cases that could not be used. */
    omitted: z.array(Fault),
    /** Ids of the datasets that recognised the records. */
    datasets: z.array(z.string()),
    /** Which dataset recognised how many records, and the fields by which. */
    recognised: z.array(z.object({ dataset: z.string(), by: z.array(z.string()), records: z.int() })),
    /** Of the list, read or not. */
    records: z.int(),
  }),
});

/**
 * A list's file is at /api/artifacts/[artifactId]/file, and is deleted as any artifact. POST to the same address takes one in: the
 * body is the file, and name, licence, source and mapping (as JSON) stand in the query.
 */
export const listKept = defineEndpoint({
  id: "datasets.kept",
  summary:
    "Lists of edits and questions that are kept on the server, with licence and source, the newest first.",
  method: "GET",
  path: "/api/datasets/kept",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({ lists: z.array(KeptList) }),
});

/** What the query says of a file that is taken in. */
export const ListTerms = z.object({
  name: z.string().min(1).max(200),
  licence: z.string().max(200).optional(),
  source: z.string().max(500).optional(),
  mapping: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue("This is no JSON.");
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.string()))
    .optional(),
});
export type ListTerms = z.infer<typeof ListTerms>;
