/**
 * How much each person of a server with accounts may use. The runner asks here before it accepts a job (`admit`), so that every way
 * to a job is held to the same limits. What a page computes itself costs the server nothing and is not counted.
 */
import type { z } from "zod";
import { Limits, OwnLimits, type listQuotas, type QuotaReport, type Use } from "../../api";
import { because, PalimpsestError } from "../../base";
import { isInTab, type AskedJob, type ModelHost } from "../../job";
import { addressesIn, EditJobInput, withCases, type Job, type Store } from "../../store";
import type { PrismaClient } from "../generated/client";
import { kept } from "./kept";

export interface Quotas {
  /** Throws `too_many` where a limit is reached, or would be by what the job is predicted to take. */
  admit(asked: AskedJob): Promise<void>;
  /** Everybody, with what they use beside what they may. */
  list(): Promise<z.infer<typeof listQuotas.output>>;
  of(person: { readonly id: string; readonly name: string }): Promise<QuotaReport>;
  /** `id`: of a person, or "everybody". A limit that is null is that of everybody. */
  set(id: string, limits: OwnLimits): Promise<void>;
}

interface QuotasOptions {
  readonly database: PrismaClient;
  readonly store: Store;
  readonly modelHost: Pick<ModelHost, "preflight">;
  readonly now?: () => Date;
}

export const EVERYBODY = "everybody";
/** Nobody meets these by ordinary work; a lab that shares a small machine lowers them. */
const GENEROUS: Limits = { runningJobs: 8, waitingJobs: 200, computeMinutes: 1_440, storageMb: 200_000 };
const NO_LIMITS: OwnLimits = { runningJobs: null, waitingJobs: null, computeMinutes: null, storageMb: null };
const DAY_MS = 86_400_000;
/** What is stored does not change much in a minute, and reading it takes a while. */
const STORAGE_HOLDS_MS = 60_000;
/** Whoever has more left is not asked what a job would take. */
const PREDICTED_BELOW_MINUTES = 60;
const ROWS_AT_ONCE = 8;
const LARGE_COLUMNS = ["progress", "error"] as const;

export function createQuotas({ database, store, modelHost, now = () => new Date() }: QuotasOptions): Quotas {
  const ownOf = async (id: string): Promise<OwnLimits> => {
    const row = await database.quota.findUnique({ where: { id } });
    return row === null ? NO_LIMITS : OwnLimits.parse(row);
  };
  const everybody = async (): Promise<Limits> => merged(GENEROUS, await ownOf(EVERYBODY));
  const sizes = kept(STORAGE_HOLDS_MS, async () => {
    const entries = await store.blobs.list();
    return new Map(entries.map(({ address, sizeBytes }) => [address, sizeBytes]));
  });

  /** Overlays of their versions and results of their jobs, each once. */
  const storedBy = async (name: string): Promise<number> => {
    const addresses = new Set<string>();
    const note = (text: string | null): void => addressesIn(text ?? "").forEach((one) => addresses.add(one));
    for (const { overlays } of await database.version.findMany({
      where: { author: name },
      select: { overlays: true },
    }))
      note(overlays);
    for (let after = ""; ;) {
      const rows = await database.jobPayload.findMany({
        where: { id: { gt: after }, jobRecord: { author: name } },
        orderBy: { id: "asc" },
        take: ROWS_AT_ONCE,
        select: { id: true, output: true },
      });
      for (const { output } of rows) note(output);
      if (rows.length < ROWS_AT_ONCE) break;
      after = rows[rows.length - 1].id;
    }
    const known = await sizes();
    return [...addresses].reduce((sum, address) => sum + (known.get(address) ?? 0), 0);
  };
  const storage = new Map<string, () => Promise<number>>();
  const storageOf = (name: string): Promise<number> => {
    const ask = storage.get(name) ?? kept(STORAGE_HOLDS_MS, () => storedBy(name));
    storage.set(name, ask);
    return ask();
  };

  const useOf = async (name: string): Promise<Use> => {
    const since = now().getTime() - DAY_MS;
    const unfinished = { author: name } as const;
    const [queued, running, ended] = await Promise.all([
      store.jobs.listWithout(LARGE_COLUMNS, { where: { ...unfinished, status: "queued" } }),
      store.jobs.listWithout(LARGE_COLUMNS, { where: { ...unfinished, status: "running" } }),
      database.job.findMany({
        where: { author: name, startedAt: { not: null }, endedAt: { gt: new Date(since).toISOString() } },
        select: { startedAt: true, endedAt: true, summary: true },
      }),
    ]);
    const here = running.filter((job) => !isInTab(job as Job));
    const spans = [
      ...ended.filter(
        ({ summary }) => !isInTab({ summary: summary && (JSON.parse(summary) as object) } as Job),
      ),
      ...here.map(({ startedAt = null }) => ({ startedAt, endedAt: now().toISOString() })),
    ];
    const computeMs = spans.reduce(
      (sum, { startedAt, endedAt }) =>
        sum + Math.max(0, Date.parse(endedAt!) - Math.max(since, Date.parse(startedAt!))),
      0,
    );
    return {
      runningJobs: here.length,
      waitingJobs: queued.length,
      computeMinutes: computeMs / 60_000,
      storageMb: (await storageOf(name)) / 1e6,
    };
  };

  const of: Quotas["of"] = async ({ id, name }) => {
    const own = await ownOf(id);
    return { id, name, use: await useOf(name), limits: merged(await everybody(), own), own };
  };

  /** The least that the edit would take, as preflight says. Null for other jobs, and where it cannot be said. */
  const predictedMinutes = async ({ kind, input }: AskedJob): Promise<number | null> => {
    if (kind !== "edit") return null;
    try {
      const { model, cases, methods } = EditJobInput.parse(await withCases(store.blobs, input));
      const { preflights } = await modelHost.preflight({ model, cases, methods });
      return preflights.reduce((sum, { durationMs }) => sum + durationMs[0], 0) / 60_000;
    } catch {
      return null; // the job itself says what is wrong with it
    }
  };

  return {
    of,
    async admit(asked) {
      if (asked.isInTab) return;
      const person = await database.user.findUnique({ where: { name: asked.author } });
      if (person === null) return; // the server's own work, and that of people who are gone
      const { use, limits } = await of(person);
      for (const limit of LIMITS) if (use[limit] >= limits[limit]) throw reached(limit, use, limits);
      const left = limits.computeMinutes - use.computeMinutes;
      if (left >= PREDICTED_BELOW_MINUTES) return;
      const predicted = await predictedMinutes(asked);
      if (predicted !== null && predicted > left) throw reached("computeMinutes", use, limits, predicted);
    },

    async list() {
      const people = await database.user.findMany({ orderBy: { createdAt: "asc" } });
      const reports: QuotaReport[] = [];
      for (const person of people) reports.push(await of(person));
      return {
        everybody: await everybody(),
        own: await ownOf(EVERYBODY),
        shipped: GENEROUS,
        people: reports,
      };
    },

    async set(id, limits) {
      if (id !== EVERYBODY && (await database.user.findUnique({ where: { id } })) === null)
        throw new PalimpsestError("not_found", `There is no person ${id}.`, { details: { id } });
      await database.quota.upsert({ where: { id }, create: { id, ...limits }, update: limits });
    },
  };
}

type Limit = keyof Limits;
const LIMITS = Object.keys(GENEROUS) as Limit[];

function merged(of: Limits, own: OwnLimits): Limits {
  return Limits.parse(Object.fromEntries(LIMITS.map((limit) => [limit, own[limit] ?? of[limit]])));
}

const WORDS: Readonly<
  Record<Limit, { readonly what: string; readonly unit: string; readonly then: string }>
> = {
  runningJobs: { what: "jobs running", unit: "", then: "Wait until one has ended, or cancel one." },
  waitingJobs: { what: "jobs waiting", unit: "", then: "Wait until some have run, or cancel some." },
  computeMinutes: {
    what: "computing within a day",
    unit: " min",
    then: "Wait: what ran longest ago is forgotten first, a day after it ended. Or compute in the browser.",
  },
  storageMb: {
    what: "stored results",
    unit: " MB",
    then: "Delete jobs that you do not need; their results go when the storage is cleared.",
  },
};

function reached(limit: Limit, use: Use, limits: Limits, predicted?: number): PalimpsestError {
  const { what, unit, then } = WORDS[limit];
  const rounded = (value: number): string => `${Math.round(10 * value) / 10}${unit}`;
  const left = limits[limit] - use[limit];
  const message =
    predicted === undefined
      ? `Your limit of ${what} is reached: ${rounded(use[limit])} of ${rounded(limits[limit])}.`
      : `This edit is predicted to take ${rounded(predicted)}, and ${rounded(left)} of your ${what} are left.`;
  return new PalimpsestError("too_many", message, {
    hint: `${then} An admin can raise the limit on the page of the people.`,
    details: {
      ...(predicted === undefined
        ? because("quota", { limit, most: limits[limit], used: use[limit] })
        : because("quotaTooSmall", { limit, most: limits[limit], used: use[limit], predicted })),
    },
  });
}
