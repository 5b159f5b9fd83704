import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  CancelledError,
  checkCancelled,
  createRun,
  PalimpsestError,
  type Progress,
  type Run,
} from "../../base";
import { portPair } from "../../testing/host/ports";
import { checkedMethods, type CallTable, type HostOf } from "../calls/call";
import { connect, type ConnectOptions } from "./connect";
import { serve } from "./serve";

const CALLS = {
  echo: {
    isLong: false,
    input: z.object({ text: z.string(), times: z.int().default(1) }),
    output: z.string(),
  },
  count: { isLong: true, input: z.object({ to: z.int(), seed: z.int().optional() }), output: z.number() },
} as const satisfies CallTable;

type Host = HostOf<typeof CALLS>;
type Perform = Parameters<typeof checkedMethods<typeof CALLS>>[1];

const count = async (run: Run, to: number) => {
  for (let step = 1; step <= to; step++) {
    checkCancelled(run.signal);
    run.progress({ phase: "Counting", step, steps: to });
    await new Promise((resolve) => setTimeout(resolve));
  }
  return to;
};
const answers: Perform = async (name, input, run) => {
  if (name === "count") return count(run, (input as { to: number }).to);
  const { text, times } = input as { text: string; times: number };
  return text.repeat(times);
};

function hostOf(perform: Perform, dispose = async () => undefined): Host {
  return { ...checkedMethods(CALLS, perform), place: "wasm", threads: 2, dispose };
}

interface Asked extends Partial<ConnectOptions> {
  readonly open?: (target: unknown) => Promise<Host>;
}

function setUp({ open = async () => hostOf(answers), ...options }: Asked = {}) {
  const [here, there] = portPair();
  const onStuck = vi.fn();
  serve(CALLS, there, { open });
  return { onStuck, ...connect(CALLS, here, { graceMs: 1000, onStuck, ...options }) };
}

afterEach(() => void vi.useRealTimers());

test("opens what it is told to, and says where that computes", async () => {
  const open = vi.fn(async () => hostOf(answers));
  expect(await setUp({ open, target: "atlas" }).opened).toMatchObject({ place: "wasm", threads: 2 });
  expect(open).toHaveBeenCalledWith("atlas", expect.any(Function));
});

test("answers go to who asked, in any order, with the defaults of the input", async () => {
  const { methods } = setUp();
  const slow = methods.count(createRun(), { to: 5 });
  expect(await methods.echo({ text: "a", times: 2 })).toBe("aa");
  expect(await methods.echo({ text: "b" })).toBe("b");
  expect(await slow).toBe(5);
});

test("progress goes to the run that makes it", async () => {
  const { methods } = setUp();
  const [mine, other] = [vi.fn(), vi.fn()];
  await Promise.all([
    methods.count(createRun({ onProgress: mine }), { to: 3 }),
    methods.count(createRun({ onProgress: other }), { to: 1 }),
  ]);
  const steps = (spy: typeof mine) => spy.mock.calls.map(([update]) => (update as Progress).step);
  expect([steps(mine), steps(other)]).toEqual([[1, 2, 3], [1]]);
});

test("the seed of the input decides the random numbers on the other side", async () => {
  const open = async () => hostOf(async (_name, _input, run) => run.random.uniform());
  const draw = (seed: number) => setUp({ open }).methods.count(createRun({ seed: 9 }), { to: 1, seed });
  expect(await draw(1)).toBe(await draw(1));
  expect(await draw(1)).not.toBe(await draw(2));
});

test("an error arrives with its code, hint and details", async () => {
  const open = async () =>
    hostOf(async () => {
      throw new PalimpsestError("no_effect", "Nothing moved.", {
        hint: "Raise the steps.",
        details: { step: 1 },
      });
    });
  await expect(setUp({ open }).methods.echo({ text: "" })).rejects.toMatchObject({
    code: "no_effect",
    message: "Nothing moved.",
    hint: "Raise the steps.",
    details: { step: 1 },
  });
});

test("the text of an unexpected exception goes to the log and no further", async () => {
  const warn = vi.fn();
  const open = async () => hostOf(() => Promise.reject(new Error("secret path")));
  const { methods } = setUp({ open, log: { debug: vi.fn(), info: vi.fn(), warn } });
  const error: unknown = await methods.echo({ text: "" }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "internal" });
  expect(String(error)).not.toContain("secret");
  expect(JSON.stringify(warn.mock.calls)).toContain("secret");
});

test("an input that does not fit is refused with its field, and so is a call that there is not", async () => {
  const { ask } = setUp();
  await expect(ask("echo", { text: 1 })).rejects.toMatchObject({
    code: "invalid_input",
    details: { field: "text" },
  });
  await expect(ask("toString", {})).rejects.toMatchObject({ code: "not_found" });
});

test("a cancelled call stops, and the host goes on", async () => {
  const { methods, onStuck } = setUp();
  const control = new AbortController();
  const run = createRun({ signal: control.signal, onProgress: ({ step }) => step === 2 && control.abort() });
  await expect(methods.count(run, { to: 1000 })).rejects.toMatchObject({ code: "cancelled" });
  expect(await methods.echo({ text: "there" })).toBe("there");
  expect(onStuck).not.toHaveBeenCalled();
});

test("a cancelled call that does not stop in time is left, and whoever owns the other side is told", async () => {
  const open = async () => hostOf(() => new Promise(() => undefined));
  const { methods, opened, onStuck } = setUp({ open, graceMs: 20 });
  await opened;
  const control = new AbortController();
  const call = methods.count(createRun({ signal: control.signal }), { to: 1 });
  setTimeout(() => control.abort());
  await expect(call).rejects.toMatchObject({ code: "cancelled" });
  expect(onStuck).toHaveBeenCalledOnce();
});

describe("a question", () => {
  const waiting: Perform = (_name, _input, run) =>
    new Promise((_resolve, reject) =>
      run.signal.addEventListener("abort", () => reject(new CancelledError()), { once: true }),
    );

  test("stops when its asker leaves", async () => {
    const { methods, opened, onStuck } = setUp({ open: async () => hostOf(waiting) });
    await opened;
    const control = new AbortController();
    const call = methods.echo({ text: "" }, createRun({ signal: control.signal }));
    setTimeout(() => control.abort());
    await expect(call).rejects.toMatchObject({ code: "cancelled" });
    expect(onStuck).not.toHaveBeenCalled();
  });

  test("that takes too long is cancelled, and its asker is told why", async () => {
    const { methods, onStuck } = setUp({ open: async () => hostOf(waiting), deadlineMs: 10 });
    await expect(methods.echo({ text: "" })).rejects.toMatchObject({
      code: "interrupted",
      message: expect.stringContaining("did not answer within") as string,
    });
    expect(onStuck).not.toHaveBeenCalled();
  });

  test("that does not stop either is left, and whoever owns the other side is told", async () => {
    const open = async () => hostOf(() => new Promise(() => undefined));
    const { methods, onStuck } = setUp({ open, deadlineMs: 10, graceMs: 10 });
    await expect(methods.echo({ text: "" })).rejects.toMatchObject({ code: "interrupted" });
    expect(onStuck).toHaveBeenCalledOnce();
  });

  test("that does not stop is left beside a long call, which ends the other side when it does not stop either", async () => {
    let finish = (_count: number): void => undefined;
    const open = async () =>
      hostOf((name) => new Promise((resolve) => name === "count" && (finish = resolve as typeof finish)));
    const { methods, opened, onStuck } = setUp({ open, graceMs: 10 });
    await opened;
    const cancelled = (ask: (run: Run) => Promise<unknown>) => {
      const control = new AbortController();
      setTimeout(() => control.abort());
      return expect(ask(createRun({ signal: control.signal }))).rejects.toMatchObject({ code: "cancelled" });
    };
    const long = methods.count(createRun(), { to: 7 });
    await cancelled((run) => methods.echo({ text: "" }, run));
    expect(onStuck).not.toHaveBeenCalled();
    finish(7);
    expect(await long).toBe(7);
    await Promise.all([
      cancelled((run) => methods.count(run, { to: 1 })),
      cancelled((run) => methods.echo({ text: "" }, run)),
    ]);
    expect(onStuck).toHaveBeenCalled();
  });

  test("is not too late while it reports progress", async () => {
    const slow: Perform = async (_name, _input, run) => {
      for (let step = 1; step <= 6; step++) {
        run.progress({ phase: "Writing", step, text: "a".repeat(step) });
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      return "done";
    };
    const texts: (string | undefined)[] = [];
    const { methods } = setUp({ open: async () => hostOf(slow), deadlineMs: 100 });
    const run = createRun({ onProgress: ({ text }) => texts.push(text) });
    expect(await methods.echo({ text: "" }, run)).toBe("done");
    expect(texts.at(-1)).toBe("aaaaaa");
  });

  test("has a limit that a long call has not", async () => {
    const { methods } = setUp({ deadlineMs: 1 });
    expect(await methods.count(createRun(), { to: 20 })).toBe(20);
  });
});

test("a call that is cancelled before the host is open ends at once", async () => {
  const { methods, onStuck } = setUp({ open: () => new Promise(() => undefined) });
  const control = new AbortController();
  const call = methods.count(createRun({ signal: control.signal }), { to: 1 });
  control.abort();
  await expect(call).rejects.toMatchObject({ code: "cancelled" });
  expect(onStuck).not.toHaveBeenCalled();
});

test("a host that cannot be opened fails every call, those to come too", async () => {
  const open = () => Promise.reject(new PalimpsestError("out_of_memory", "Too large."));
  const { methods, opened } = setUp({ open });
  await expect(methods.echo({ text: "" })).rejects.toMatchObject({ code: "out_of_memory" });
  await expect(opened).rejects.toMatchObject({ code: "out_of_memory" });
  await expect(methods.echo({ text: "" })).rejects.toMatchObject({ code: "out_of_memory" });
});

test("an ended connection fails calls under way and those to come", async () => {
  const { methods, opened, end } = setUp({ open: async () => hostOf(() => new Promise(() => undefined)) });
  await opened;
  const call = methods.echo({ text: "" });
  setTimeout(() => end(new PalimpsestError("interrupted", "Gone.")));
  await expect(call).rejects.toMatchObject({ code: "interrupted" });
  await expect(methods.echo({ text: "" })).rejects.toMatchObject({ code: "interrupted" });
});

test("a reset answers what was asked before with the old host, and what comes after with a new one", async () => {
  const disposed: number[] = [];
  let made = 0;
  const open = async () => {
    const number = ++made;
    return hostOf(
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return String(number);
      },
      async () => void disposed.push(number),
    );
  };
  const { methods, opened, reset } = setUp({ open });
  await opened;
  const before = methods.echo({ text: "" });
  await new Promise((resolve) => setTimeout(resolve));
  reset();
  expect([await before, await methods.echo({ text: "" })]).toEqual(["1", "2"]);
  expect(disposed).toEqual([1]);
});
