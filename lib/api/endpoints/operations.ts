/** For the people who run a server: how it does, and how much each person may use. */
import { z } from "zod";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";
import { Readiness } from "../readiness";

const Time = z.iso.datetime();
const Size = z.object({ count: z.int(), sizeBytes: z.int() });

export const getOperations = defineEndpoint({
  id: "operations.get",
  summary: "How the server does: readiness, queue, jobs, memory, sizes, and the last backup.",
  method: "GET",
  path: "/api/operations",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({
    /** When this was so. */
    at: Time,
    release: z.string(),
    startedAt: Time,
    readiness: Readiness,
    /** As measured in the last full minute; null in the first. */
    vitals: z
      .object({
        at: Time,
        queued: z.int(),
        running: z.int(),
        memoryMb: z.number(),
        heapMb: z.number(),
        /** Of the process that runs models, where the system tells it. */
        modelMemoryMb: z.number().optional(),
        eventLoop: z.object({ longestMs: z.number(), p99Ms: z.number() }),
      })
      .nullable(),
    open: z.object({ streams: z.int(), uploads: z.int() }),
    queue: z.array(
      z.object({
        status: z.enum(["queued", "running", "paused"]),
        count: z.int(),
        /** Since when the oldest waits or runs; null where there is none. */
        oldestSeconds: z.number().nullable(),
      }),
    ),
    jobs: z.array(z.object({ kind: z.string(), status: z.string(), count: z.int(), seconds: z.number() })),
    database: Size,
    blobs: Size,
    lastBackup: z.object({ at: Time, folder: z.string(), files: z.int(), sizeBytes: z.int() }).nullable(),
  }),
});

const MOST = 1_000_000_000;
export const Limits = z.object({
  runningJobs: z.int().min(0).max(MOST),
  waitingJobs: z.int().min(0).max(MOST),
  /** That jobs may run within 24 hours. */
  computeMinutes: z.int().min(0).max(MOST),
  storageMb: z.int().min(0).max(MOST),
});
export type Limits = z.infer<typeof Limits>;

/** Null: as for everybody, or for "everybody" as Palimpsest has it. */
export const OwnLimits = z.object({
  runningJobs: Limits.shape.runningJobs.nullable(),
  waitingJobs: Limits.shape.waitingJobs.nullable(),
  computeMinutes: Limits.shape.computeMinutes.nullable(),
  storageMb: Limits.shape.storageMb.nullable(),
});
export type OwnLimits = z.infer<typeof OwnLimits>;

const Use = z.object({
  runningJobs: z.number(),
  waitingJobs: z.number(),
  computeMinutes: z.number(),
  storageMb: z.number(),
});
export type Use = z.infer<typeof Use>;

const QuotaReport = z.object({ id: z.string(), name: z.string(), use: Use, limits: Limits, own: OwnLimits });
export type QuotaReport = z.infer<typeof QuotaReport>;

export const listQuotas = defineEndpoint({
  id: "quotas.list",
  summary: "What each person uses, beside what they may use.",
  method: "GET",
  path: "/api/people/quotas",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({
    /** Of those who have none of their own. */
    everybody: Limits,
    /** What an admin has set for everybody, and what counts where nothing is set. */
    own: OwnLimits,
    shipped: Limits,
    people: z.array(QuotaReport),
  }),
});

export const myQuota = defineEndpoint({
  id: "quotas.mine",
  summary: "What one uses oneself, beside what one may use.",
  method: "GET",
  path: "/api/accounts/quota",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: QuotaReport,
});

export const setQuota = defineEndpoint({
  id: "quotas.set",
  summary: 'Set what a person, or "everybody", may use. Null takes a limit of their own back.',
  method: "PATCH",
  path: "/api/people/[personId]/quota",
  params: z.object({ personId: z.string().regex(/^[\w-]{1,64}$/) }),
  input: z.object({ limits: OwnLimits }),
  output: z.object({ limits: OwnLimits }),
  invalidates: ["quotas.list", "quotas.mine", "audit.list"],
});
