import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { checkCancelled, PalimpsestError, type Run } from "../../base";
import { createMemoryStore, type Job, type JobEvent, type Store } from "../../store";
import { fakeRecords } from "../../testing/host/records";
import type { ModelHost } from "../calls";
import { PauseRequest, type AnyJobKind, type Downloads } from "./job";
import { createRunner, type Runner, type RunnerOptions } from "./runner";

/** A job that does what the test says. */
let act: (run: Run, input: { seed: number }) => Promise<{ answer: number }>;
const KIND: AnyJobKind = {
  id: "edit",
  input: z.object({ seed: z.int() }),
  output: z.object({ answer: z.number() }),
  perform: (run, input) => act(run, input as { seed: number }),
};
const CONTEXT = {
  modelHost: {} as ModelHost,
  downloads: {} as Downloads,
  records: fakeRecords(),
  presets: { put: async () => undefined },
  lifelong: { find: async () => null, put: async () => undefined },
};

let store: Store;
let runner: Runner;
const newRunner = (more: Partial<RunnerOptions> = {}): Runner =>
  createRunner({
    store,
    kinds: [KIND],
    context: CONTEXT,
    progressIntervalMs: 5,
    heartbeatMs: 5,
    ...more,
  });

beforeEach(() => {
  store = createMemoryStore();
  runner = newRunner();
  act = async (_run, { seed }) => ({ answer: seed + 1 });
});
afterEach(() => runner.stop());

async function eventsOf(jobId: string, after = 0): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of runner.watch(jobId, after, new AbortController().signal)) events.push(event);
  return events;
}

async function until(jobId: string, status: Job["status"]): Promise<Job> {
  for (;;) {
    const job = await store.jobs.get(jobId);
    if (job.status === status) return job;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));
const outputOf = async (jobId: string) => (await store.payloads.get(jobId)).output;

const forever = (run: Run): Promise<never> =>
  new Promise((_, reject) => {
    run.signal.addEventListener("abort", () => {
      try {
        checkCancelled(run.signal);
      } catch (error) {
        reject(error);
      }
    });
  });

describe("a job", () => {
  test("of a kind that is not there is refused, and nothing is queued", async () => {
    await expect(runner.start("none", {}, "")).rejects.toMatchObject({ code: "not_found" });
    expect(await store.jobs.list()).toEqual([]);
  });

  test("runs, keeps its result, and its stream tells every state in order", async () => {
    await runner.open();
    const id = await runner.start("edit", { seed: 4 }, "Ada");
    const events = await eventsOf(id);
    expect(events.map(({ status }) => status)).toEqual(["queued", "running", "succeeded"]);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(await store.jobs.get(id)).toMatchObject({ author: "Ada", attempt: 1 });
    expect(await outputOf(id)).toEqual({ answer: 5 });
  });

  test("that fails keeps its error, and what it did not mean to say stays behind", async () => {
    await runner.open();
    act = () =>
      Promise.reject(
        new PalimpsestError("numerical", "The loss is not finite.", { hint: "Lower the rate." }),
      );
    const known = await runner.start("edit", { seed: 0 }, "");
    await eventsOf(known);
    expect((await store.jobs.get(known)).error).toMatchObject({ code: "numerical", hint: "Lower the rate." });

    act = () => Promise.reject(new Error("/home/ada/secret is missing"));
    const unknown = await runner.start("edit", { seed: 0 }, "");
    await eventsOf(unknown);
    const { error } = await store.jobs.get(unknown);
    expect(error?.code).toBe("internal");
    expect(error?.message).not.toContain("secret");
  });

  test("that gives something else than its kind promises has failed", async () => {
    await runner.open();
    act = async () => ({ answer: "five" }) as never;
    const id = await runner.start("edit", { seed: 0 }, "");
    await eventsOf(id);
    expect((await store.jobs.get(id)).status).toBe("failed");
  });

  test("waits for the one before it", async () => {
    const running = new Set<number>();
    let most = 0;
    act = async (_run, { seed }) => {
      running.add(seed);
      most = Math.max(most, running.size);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running.delete(seed);
      return { answer: seed };
    };
    await runner.open();
    const ids = await Promise.all([1, 2, 3, 4].map((seed) => runner.start("edit", { seed }, "")));
    await Promise.all(ids.map((id) => eventsOf(id)));
    expect(most).toBe(1);
  });
});

describe("the queue", () => {
  const clientOf = async (id: string) => (await store.jobs.get(id)).client;

  test("gives clients their turns, and says how many come before a job", async () => {
    const order: number[] = [];
    act = async (_run, { seed }) => {
      order.push(seed);
      return { answer: seed };
    };
    const ids: string[] = [];
    for (const [seed, client] of [
      [1, "ada"],
      [2, "ada"],
      [3, "ada"],
      [4, "bo"],
    ] as const)
      ids.push(await runner.start("edit", { seed }, "", client));
    expect(await clientOf(ids[3])).toBe("bo");
    const places = await runner.waiting();
    expect(ids.map((id) => places.get(id))).toEqual([0, 2, 3, 1]);
    await runner.open();
    await Promise.all(ids.map((id) => until(id, "succeeded")));
    expect(order).toEqual([1, 4, 2, 3]);
    expect(await runner.waiting()).toEqual(new Map());
  });

  test("refuses more jobs than may wait, of one client and in all", async () => {
    runner = newRunner({ mostWaiting: 3, mostWaitingOfClient: 2 });
    const start = (client: string) => runner.start("edit", { seed: 1 }, "", client);
    const first = await start("ada");
    await start("ada");
    await expect(start("ada")).rejects.toMatchObject({ code: "too_many", hint: expect.any(String) });
    await start("bo");
    await expect(start("cy")).rejects.toMatchObject({ code: "too_many" });
    expect(await store.jobs.list()).toHaveLength(3);
    await runner.cancel(first);
    await start("cy");
  });
});

describe("many who watch a job", () => {
  test("cost the store nothing while nothing happens, and all see what happens then", async () => {
    let reads = 0;
    const counted = <T extends object>(table: T): T =>
      new Proxy(table, {
        get(target, name) {
          reads++;
          return Reflect.get(target, name) as unknown;
        },
      });
    const inner = createMemoryStore();
    store = { ...inner, jobs: counted(inner.jobs), events: counted(inner.events) };
    runner = newRunner({ heartbeatMs: 60_000 });
    const id = await runner.start("edit", { seed: 1 }, "");
    const watched = Array.from({ length: 50 }, () => eventsOf(id));
    await pause(50);
    const before = reads;
    await pause(600);
    expect(reads).toBe(before);
    await runner.open();
    for (const events of await Promise.all(watched))
      expect(events.map(({ status }) => status)).toEqual(["queued", "running", "succeeded"]);
  });

  test("a place after the end of the stream ends with the job", async () => {
    const id = await runner.start("edit", { seed: 1 }, "");
    const late = eventsOf(id, 99);
    await runner.open();
    expect(await late).toEqual([]);
  });
});

describe("progress", () => {
  const report = (run: Run, step: number) =>
    run.progress({ phase: "Finding v*", step, values: { lossNats: 1 / step } });
  const keptOf = (jobId: string) => store.events.list({ where: { job: jobId, kind: "progress" } });

  test("is shown as it comes, and kept now and then and at the end", async () => {
    runner = newRunner({ progressIntervalMs: 2, keptProgressIntervalMs: 60_000 });
    act = async (run) => {
      for (let step = 1; step <= 20; step++) {
        report(run, step);
        await pause(4);
      }
      return { answer: 1 };
    };
    const id = await runner.start("edit", { seed: 0 }, "");
    const watched = eventsOf(id);
    await runner.open();
    const shown = (await watched).filter(({ kind }) => kind === "progress");
    expect(shown.length).toBeGreaterThan(5);
    const steps = shown.map(({ progress }) => progress!.step);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    expect(new Set(shown.map(({ sequence }) => sequence))).toEqual(new Set([3]));

    expect((await keptOf(id)).map(({ progress }) => progress?.step)).toEqual([1, 20]);
    expect((await store.jobs.get(id)).progress).toMatchObject({ step: 20 });
    expect((await eventsOf(id)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  test("that comes faster than is shown is thinned out, but the last report is always kept", async () => {
    runner = newRunner({ progressIntervalMs: 30 });
    act = async (run) => {
      for (let step = 1; step <= 200; step++) {
        report(run, step);
        if (step % 50 === 0) await pause(10);
      }
      return { answer: 1 };
    };
    await runner.open();
    const id = await runner.start("edit", { seed: 0 }, "");
    const progress = (await eventsOf(id)).filter(({ kind }) => kind === "progress");
    expect(progress.length).toBeLessThan(20);
    expect(progress.at(-1)?.progress).toMatchObject({ step: 200 });
    expect((await store.jobs.get(id)).progress).toMatchObject({ step: 200 });
  });

  test("of a long job is kept in a bounded number of events, spread over all of it", async () => {
    const count = 700;
    runner = newRunner({ progressIntervalMs: 0, keptProgressIntervalMs: 1 });
    act = async (run) => {
      for (let step = 1; step <= count; step++) {
        report(run, step);
        await pause(0);
      }
      return { answer: 1 };
    };
    await runner.open();
    const id = await runner.start("edit", { seed: 0 }, "");
    await until(id, "succeeded");
    const steps = (await keptOf(id)).map(({ progress }) => progress!.step);
    expect(steps.length).toBeGreaterThan(60);
    expect(steps.length).toBeLessThanOrEqual(192);
    expect(steps.at(-1)).toBe(count);
    expect(steps.filter((step) => step <= count / 2).length).toBeGreaterThan(20);
    expect((await eventsOf(id)).at(-1)?.status).toBe("succeeded");
  });

  test("of a running job is known here without asking the store", async () => {
    act = (run) => {
      report(run, 7);
      return forever(run);
    };
    await runner.open();
    const id = await runner.start("edit", { seed: 0 }, "");
    await expect.poll(() => runner.progressOf(id)?.step).toBe(7);
    await runner.cancel(id);
    await until(id, "cancelled");
    expect(runner.progressOf(id)).toBeUndefined();
  });

  test("can be followed again from any place in the stream", async () => {
    runner = newRunner({ keptProgressIntervalMs: 0 });
    act = async (run) => {
      for (let step = 1; step <= 4; step++) {
        report(run, step);
        await pause(12);
      }
      return { answer: 1 };
    };
    await runner.open();
    const id = await runner.start("edit", { seed: 0 }, "");
    const all = await eventsOf(id);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, i) => i + 1));
    expect(await eventsOf(id, 3)).toEqual(all.slice(3));
    expect(await eventsOf(id, all.length)).toEqual([]);
  });
});

describe("cancelling", () => {
  test("stops a running job through its signal", async () => {
    act = forever;
    await runner.open();
    const id = await runner.start("edit", { seed: 0 }, "");
    await until(id, "running");
    await runner.cancel(id);
    expect((await eventsOf(id)).at(-1)?.status).toBe("cancelled");
    expect((await store.jobs.get(id)).error).toBeUndefined();
  });

  test("works when another process asked, through the row", async () => {
    act = forever;
    await runner.open();
    const id = await runner.start("edit", { seed: 0 }, "");
    await until(id, "running");
    await createRunner({ store, kinds: [KIND], context: CONTEXT }).cancel(id);
    expect((await until(id, "cancelled")).cancelRequested).toBe(true);
  });

  test("takes a waiting job out of the queue and leaves a finished one alone", async () => {
    const waiting = await runner.start("edit", { seed: 0 }, "");
    expect(await runner.cancel(waiting)).toBe("cancelled");
    await runner.open();
    const done = await runner.start("edit", { seed: 1 }, "");
    await eventsOf(done);
    expect(await runner.cancel(done)).toBe("succeeded");
    expect((await store.jobs.get(waiting)).startedAt).toBeUndefined();
  });
});

describe("after a stop", () => {
  test("what was running is interrupted, says so, and can be run again", async () => {
    act = forever;
    const id = await runner.start("edit", { seed: 7 }, "Ada");
    await store.jobs.put({
      ...(await store.jobs.get(id)),
      status: "running",
      heartbeatAt: new Date().toISOString(),
    });

    act = async (_run, { seed }) => ({ answer: seed });
    await runner.open();
    const job = await until(id, "failed");
    expect(job.error).toMatchObject({ code: "interrupted" });
    const again = await runner.retry(id);
    expect(again).not.toBe(id);
    await eventsOf(again);
    expect(await store.jobs.get(again)).toMatchObject({ attempt: 2, author: "Ada" });
    expect(await outputOf(again)).toEqual({ answer: 7 });
  });

  test("run again by somebody else, it is theirs and says whose it was", async () => {
    const id = await runner.start("edit", { seed: 7 }, "Ada", "ada's machine");
    await runner.open();
    await until(id, "succeeded");
    const again = await store.jobs.get(await runner.retry(id, { author: "Bo", client: "bo's machine" }));
    expect(again).toMatchObject({
      attempt: 2,
      author: "Bo",
      client: "bo's machine",
      summary: { repeats: "Ada" },
    });
    await until(again.id, "succeeded");
    const own = await store.jobs.get(await runner.retry(again.id, { author: "Bo" }));
    expect(own.summary).not.toHaveProperty("repeats");
  });

  test("what was waiting runs", async () => {
    const id = await runner.start("edit", { seed: 1 }, "");
    expect((await store.jobs.get(id)).status).toBe("queued");
    await runner.open();
    await until(id, "succeeded");
  });

  test("jobs keep their order although the clock was put back", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-05-01T12:00:00Z") });
    await runner.open();
    const first = await runner.start("edit", { seed: 1 }, "");
    await until(first, "succeeded");
    await runner.stop();
    vi.setSystemTime(new Date("2026-05-01T10:00:00Z"));
    runner = newRunner();
    await runner.open();
    const second = await runner.start("edit", { seed: 2 }, "");
    await until(second, "succeeded");
    vi.useRealTimers();
    const listed = await store.jobs.list({ order: "newest", limit: 2 });
    expect(listed.map(({ id }) => id)).toEqual([second, first]);
  });

  test("a job that is not finished cannot be run again", async () => {
    const id = await runner.start("edit", { seed: 1 }, "");
    await expect(runner.retry(id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("the queue goes on after the store failed once", async () => {
    const { transaction } = store;
    let failures = 1;
    store = {
      ...store,
      transaction: async (work) => {
        if (failures-- > 0) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
        return transaction(work);
      },
    };
    runner = newRunner();
    await expect(runner.start("edit", { seed: 1 }, "")).rejects.toThrow("ENOSPC");
    await runner.open();
    const id = await runner.start("edit", { seed: 2 }, "");
    await until(id, "succeeded");
  });
});

describe("queues and resumable kinds", () => {
  const discarded: number[] = [];
  const seeds = z.object({ seed: z.int() });
  const OTHER: AnyJobKind = {
    id: "fetch",
    input: seeds,
    output: z.object({ answer: z.number() }),
    queue: "network",
    isResumable: true,
    perform: (run, input) => act(run, input as { seed: number }),
    discard: async (input) => void discarded.push((input as { seed: number }).seed),
  };
  beforeEach(() => {
    discarded.length = 0;
    runner = newRunner({ kinds: [KIND, OTHER] });
  });

  test("a long job of one queue does not delay the other", async () => {
    act = (run, { seed }) => (seed === 1 ? forever(run) : Promise.resolve({ answer: seed }));
    await runner.open();
    const long = await runner.start("fetch", { seed: 1 }, "");
    await until(long, "running");
    await until(await runner.start("edit", { seed: 2 }, ""), "succeeded");
    const second = await runner.start("fetch", { seed: 3 }, "");
    await until(await runner.start("edit", { seed: 4 }, ""), "succeeded");
    expect((await store.jobs.get(second)).status).toBe("queued");
    await runner.cancel(long);
    await until(second, "succeeded");
  });

  test("short jobs pass a long one in their order, and long ones wait for each other", async () => {
    const EDIT: AnyJobKind = { ...KIND, isShort: ({ edits }) => edits <= 2 };
    runner = newRunner({ kinds: [EDIT] });
    const done: number[] = [];
    act = async (run, { seed }) => {
      if (seed === 1) return forever(run);
      done.push(seed);
      return { answer: seed };
    };
    await runner.open();
    const edits = (count: number) => Array.from({ length: count }, () => ({ request: { subject: "Ada" } }));
    const start = (seed: number, count: number) => runner.start("edit", { seed, cases: edits(count) }, "");
    const long = await start(1, 9);
    await until(long, "running");
    const waiting = await start(2, 3);
    const short = await start(3, 1);
    const last = await start(4, 2);
    await until(last, "succeeded");
    expect(done).toEqual([3, 4]);
    expect((await store.jobs.get(waiting)).status).toBe("queued");
    const queues = await Promise.all(
      [long, short].map(async (id) => runner.queueOf(await store.jobs.get(id))),
    );
    expect(queues).toEqual(["device", "short"]);
    await runner.cancel(long);
    await until(waiting, "succeeded");
    expect(done).toEqual([3, 4, 2]);
  });

  test("a paused job waits until it is resumed, and an edit cannot be paused", async () => {
    act = forever;
    await runner.open();
    const id = await runner.start("fetch", { seed: 1 }, "");
    await until(id, "running");
    await runner.pause(id);
    await until(id, "paused");
    act = async (_run, { seed }) => ({ answer: seed });
    await runner.resume(id);
    expect((await until(id, "succeeded")).attempt).toBe(1);
    expect(discarded).toEqual([]);
    const edit = await runner.start("edit", { seed: 2 }, "");
    await expect(runner.pause(edit)).rejects.toMatchObject({ code: "unsupported" });
    await expect(runner.resume(id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("a job that asks for a pause tells why, until it is resumed", async () => {
    act = async () => {
      throw new PauseRequest(new PalimpsestError("numerical", "The model repeats itself."));
    };
    await runner.open();
    const id = await runner.start("fetch", { seed: 5 }, "");
    const paused = await until(id, "paused");
    expect(paused.error).toMatchObject({ code: "numerical", message: "The model repeats itself." });
    expect(paused.endedAt).toBeUndefined();
    act = async (_run, { seed }) => ({ answer: seed });
    await runner.resume(id);
    const done = await until(id, "succeeded");
    expect([await outputOf(id), done.error]).toEqual([{ answer: 5 }, undefined]);
  });

  test("a kind that cannot go on fails instead of pausing", async () => {
    act = async () => {
      throw new PauseRequest(new PalimpsestError("numerical", "Stop."));
    };
    await runner.open();
    const id = await runner.start("edit", { seed: 5 }, "");
    await until(id, "failed");
    expect(await outputOf(id)).toBeUndefined();
  });

  test("what a killed server left running goes back into the queue", async () => {
    const id = await runner.start("fetch", { seed: 7 }, "");
    await store.jobs.put({ ...(await store.jobs.get(id)), status: "running" });
    act = async (_run, { seed }) => ({ answer: seed });
    await runner.open();
    await until(id, "succeeded");
    expect(await outputOf(id)).toEqual({ answer: 7 });
  });

  test("cancelling discards what was left behind, in whatever state, once", async () => {
    act = forever;
    await runner.open();
    const [running, waiting] = [
      await runner.start("fetch", { seed: 1 }, ""),
      await runner.start("fetch", { seed: 2 }, ""),
    ];
    await until(running, "running");
    await runner.cancel(waiting);
    expect(discarded).toEqual([2]);
    await runner.cancel(running);
    await until(running, "cancelled");
    await expect.poll(() => discarded, { timeout: 20_000 }).toEqual([2, 1]);
  });
});
