/** What a person asks of a job holds whenever it is asked: each test acts at every await of the runner in turn. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { checkCancelled, toWireError, type Run } from "../../base";
import { createMemoryStore, type JobStatus } from "../../store";
import { fakeRecords } from "../../testing/host/records";
import { createStepper, type StepOrder } from "../../testing/stepped-store";
import type { ModelHost } from "../calls";
import type { AnyJobKind, Downloads } from "./job";
import { createRunner, type Runner } from "./runner";

/** More than any scene takes. */
const MOST_STEPS = 2_000;
const LEASE_MS = 100;
/** Of the work of each job, by its seed. */
const PIECES = [0, 6, 1];

beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] }),
);
afterEach(() => void vi.useRealTimers());

interface Answer<T> {
  done: boolean;
  value?: T;
  error?: { readonly code: string };
}

interface Traits {
  readonly isResumable: boolean;
  readonly order: StepOrder;
}

/** A runner with the jobs 1 and 2 in its queue, whose store and whose jobs go on only by `step`. */
async function createScene({ isResumable, order }: Traits) {
  const stepper = createStepper(order);
  const stored = createMemoryStore();
  const store = stepper.wrap(stored);
  /** By seed, in order: each piece of work, each job whose work was done, each job discarded. */
  const worked: number[] = [];
  const completed: number[] = [];
  const discarded: number[] = [];
  const warnings: string[] = [];
  const kind: AnyJobKind = {
    id: "long",
    isResumable,
    input: z.object({ seed: z.int() }),
    output: z.object({ answer: z.number() }),
    async perform(run: Run, input) {
      const { seed } = input as { seed: number };
      for (let piece = 1; piece <= PIECES[seed]; piece++) {
        checkCancelled(run.signal);
        worked.push(seed);
        run.progress({ phase: "Working", step: piece });
        await stepper.gate();
      }
      checkCancelled(run.signal);
      completed.push(seed);
      return { answer: seed };
    },
    async discard(input) {
      await stepper.gate();
      discarded.push((input as { seed: number }).seed);
    },
  };
  const newRunner = (): Runner =>
    createRunner({
      store,
      kinds: [kind],
      context: {
        modelHost: {} as ModelHost,
        downloads: {} as Downloads,
        records: fakeRecords(),
        presets: { put: async () => undefined },
        lifelong: { find: async () => null, put: async () => undefined },
      },
      log: { debug() {}, info() {}, warn: (message) => void warnings.push(message) },
      progressIntervalMs: 2,
      heartbeatMs: 29,
      leaseMs: LEASE_MS,
    });

  const step = async (): Promise<void> => {
    vi.advanceTimersByTime(1);
    await stepper.step();
  };
  const ask = <T>(question: Promise<T>): Answer<T> => {
    const answer: Answer<T> = { done: false };
    question
      .then((value) => (answer.value = value))
      .catch((error: unknown) => (answer.error = toWireError(error)))
      .finally(() => (answer.done = true));
    return answer;
  };
  /** Steps until all are answered: even a look into the store may wait for a transaction to end. */
  const answered = async (...answers: readonly Answer<unknown>[]): Promise<void> => {
    for (let steps = 0; answers.some(({ done }) => !done); steps++) {
      if (steps > MOST_STEPS) throw new Error("There is no answer.");
      await step();
    }
  };
  const statusOf = async (seed: number): Promise<JobStatus> => {
    const found = ask(stored.jobs.get(ids[seed - 1]));
    await answered(found);
    return found.value!.status;
  };
  const isOver = async (seed: number): Promise<boolean> =>
    !["queued", "running"].includes(await statusOf(seed));

  const runner = newRunner();
  const starts = [1, 2].map((seed) => ask(runner.start("long", { seed }, "")));
  await answered(...starts);
  const ids = starts.map(({ value }) => value!);
  return {
    runner,
    newRunner,
    stored,
    /** The job that the tests act on. */
    id: ids[0],
    worked,
    completed,
    discarded,
    warnings,
    step,
    ask,
    answered,
    statusOf,
    isOver,
    /** Steps until neither job will go on by itself. */
    async settle(): Promise<void> {
      for (let steps = 0; !(await isOver(1)) || !(await isOver(2)); steps++) {
        if (steps > MOST_STEPS) throw new Error(`Job 1 is ${await statusOf(1)}, job 2 ${await statusOf(2)}.`);
        await step();
      }
    },
  };
}
type Scene = Awaited<ReturnType<typeof createScene>>;

/** Opens the runner and acts after no step, one step, two … until both jobs are over by then. Returns how often. */
async function atEveryAwait(
  traits: Traits,
  act: (scene: Scene, opened: Answer<void>) => Promise<void>,
): Promise<number> {
  for (let moment = 0; ; moment++) {
    const scene = await createScene(traits);
    const opened = scene.ask(scene.runner.open());
    let isLast = false;
    try {
      for (let steps = 0; steps < moment; steps++) await scene.step();
      isLast = scene.completed.length === 2 && (await scene.isOver(2));
      await act(scene, opened);
      expect(scene.warnings).toEqual([]);
      await scene.answered(scene.ask(scene.runner.stop()));
    } catch (error) {
      throw new Error(`After ${moment} steps: ${String(error)}`, { cause: error });
    }
    if (isLast) return moment;
  }
}

const piecesOf = (seed: number, { worked }: Scene): number => worked.filter((each) => each === seed).length;

const TRAITS: readonly Traits[] = [true, false].flatMap((isResumable) =>
  (["first", "last"] as const).map((order) => ({ isResumable, order })),
);

describe.each(TRAITS)("at every await, resumable: $isResumable, gates: $order come first", (traits) => {
  const { isResumable } = traits;

  test("stop ends the work, leaves no job running and nothing that touches the store", async () => {
    const moments = await atEveryAwait(traits, async (scene, opened) => {
      const { runner, stored, worked, completed, ask, answered, step } = scene;
      const workedBefore = [...worked];
      const stopped = ask(runner.stop());
      await answered(stopped, opened);
      expect(stopped.error).toBeUndefined();
      expect(worked).toEqual(workedBefore);
      expect(vi.getTimerCount()).toBe(0);
      const rows = await stored.jobs.list();
      expect(rows.map(({ status }) => status)).toEqual(
        [1, 2].map((seed) => {
          if (completed.includes(seed)) return "succeeded";
          return worked.includes(seed) && !isResumable ? "cancelled" : "queued";
        }),
      );
      for (let steps = 0; steps < LEASE_MS; steps++) await step();
      expect(await stored.jobs.list()).toEqual(rows);

      const next = scene.newRunner();
      await answered(ask(next.open()));
      await scene.settle();
      await answered(ask(next.stop()));
      const lost = rows.filter(({ status }) => status === "cancelled").length;
      expect(completed).toHaveLength(2 - lost);
    });
    expect(moments).toBeGreaterThan(20);
  });

  test("cancel ends that job alone, and discards what it left once", async () => {
    await atEveryAwait(traits, async (scene) => {
      const cancelled = scene.ask(scene.runner.cancel(scene.id));
      await scene.answered(cancelled);
      expect(cancelled.error).toBeUndefined();
      const pieces = piecesOf(1, scene);
      await scene.settle();
      expect(piecesOf(1, scene)).toBe(pieces);
      const isDone = scene.completed.includes(1);
      expect([await scene.statusOf(1), await scene.statusOf(2)]).toEqual([
        isDone ? "succeeded" : "cancelled",
        "succeeded",
      ]);
      await scene.answered(scene.ask(scene.runner.stop()));
      expect(scene.discarded).toEqual(isDone ? [] : [1]);
    });
  });

  test("pause ends that job alone and keeps it for a resume, where its kind can", async () => {
    let pauses = 0;
    await atEveryAwait(traits, async (scene) => {
      const paused = scene.ask(scene.runner.pause(scene.id));
      await scene.answered(paused);
      const pieces = piecesOf(1, scene);
      if (!isResumable) {
        expect(paused.error?.code).toBe("unsupported");
        return;
      }
      await scene.settle();
      expect(piecesOf(1, scene)).toBe(pieces);
      expect(await scene.statusOf(2)).toBe("succeeded");
      if (scene.completed.includes(1)) {
        expect([undefined, "conflict"]).toContain(paused.error?.code);
        expect(await scene.statusOf(1)).toBe("succeeded");
        return;
      }
      pauses++;
      expect(paused.error).toBeUndefined();
      expect(await scene.statusOf(1)).toBe("paused");
      await scene.answered(scene.ask(scene.runner.resume(scene.id)));
      await scene.settle();
      expect(await scene.statusOf(1)).toBe("succeeded");
      expect(scene.discarded).toEqual([]);
    });
    expect(pauses > 5).toBe(isResumable);
  });
});

/** What two requests, some steps apart, leave of a job that had not done its work by then. */
const PAIRS = [
  { asked: ["pause", "stop"], left: ["paused"] },
  { asked: ["pause", "cancel"], left: ["cancelled"] },
  { asked: ["cancel", "pause"], left: ["cancelled"] },
  { asked: ["cancel", "stop"], left: ["cancelled"] },
  // A job that is still ending refuses to be resumed.
  { asked: ["pause", "resume"], left: ["paused", "succeeded"] },
] as const;

describe.each(PAIRS)("at every await, $asked.0 and then $asked.1", ({ asked: [first, second], left }) => {
  test.each(["first", "last"] as const)("holds the stronger request, gates: %s come first", async (order) => {
    for (const between of [0, 3]) {
      await atEveryAwait({ isResumable: true, order }, async (scene) => {
        const { runner, id } = scene;
        const answers: Answer<unknown>[] = [scene.ask<unknown>(runner[first](id))];
        for (let steps = 0; steps < between; steps++) await scene.step();
        answers.push(scene.ask<unknown>(second === "stop" ? runner.stop() : runner[second](id)));
        await scene.answered(...answers);
        if (second !== "stop") await scene.settle();
        const status = await scene.statusOf(1);
        if (scene.completed.includes(1)) expect(status).toBe("succeeded");
        else expect(left).toContain(status);
        if (second !== "stop") expect(await scene.statusOf(2)).toBe("succeeded");
      });
    }
  });
});
