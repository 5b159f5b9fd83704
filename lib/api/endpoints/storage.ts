/** The server's data folder: what it holds, and clearing what nothing needs. */
import { z } from "zod";
import { defineEndpoint, NO_PARAMS } from "../endpoint";

const Total = z.object({ count: z.int(), sizeBytes: z.int() });

/** What may go, or went: finished jobs that are old, and files that nothing names. */
export const Removable = z.object({
  jobs: z.int(),
  /** Progress of jobs that stay. */
  events: z.int(),
  blobs: Total,
  artifacts: Total,
  /** Uploads that were never added and downloads that nobody resumes. */
  unfinished: Total,
});
export type Removable = z.infer<typeof Removable>;

const Days = z.coerce.number().int().min(1).max(3650);

/** What may go by its age. A version, and what a version names, never does. */
export const RetentionRules = z.object({
  /** A finished job may go when it ended longer ago than this. */
  days: Days.default(30),
  /** The progress of a finished job may go when it ended longer ago than this; none goes before its job where absent. */
  eventDays: Days.optional(),
  /** An artifact may go when it was made longer ago than this, though its model is here; it can be made again. */
  artifactDays: Days.optional(),
});
export type RetentionRules = z.infer<typeof RetentionRules>;

export const getStorage = defineEndpoint({
  id: "storage.get",
  summary: "What the data folder holds by what needs it, and what of it may be cleared. Changes nothing.",
  method: "GET",
  path: "/api/storage",
  params: NO_PARAMS,
  input: RetentionRules,
  output: z.object({
    holdings: z.object({
      /** Added and downloaded; the embedded model lies elsewhere. */
      models: Total,
      /** Overlays of versions. */
      versions: Total,
      /** All other results of jobs and lifelong runs. */
      runs: Total,
      statistics: Total,
      /** Unfinished ones. */
      downloads: Total,
      database: Total,
    }),
    removable: Removable,
  }),
});

export const clearStorage = defineEndpoint({
  id: "storage.clear",
  summary:
    "Delete old finished jobs, the files that no version, lifelong run, preset or remaining job names, and unfinished uploads and downloads.",
  method: "POST",
  path: "/api/storage/clear",
  params: NO_PARAMS,
  input: RetentionRules,
  output: z.object({ removed: Removable }),
  invalidates: ["storage.get", "artifacts.list", "jobs.list", "jobs.get"],
});
