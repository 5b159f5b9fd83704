import { expect, test } from "vitest";
import type { Runtime } from "../../runtime";
import { cooperativeRuntime } from "./cooperative-runtime";

const limits = { bufferBytes: 1, weightBytes: 1, programBytes: 1, dtypes: [] };

/** A runtime whose runs finish at once, as WASM's do, so that no message could arrive between them. */
const immediate = {
  kind: "wasm",
  limits,
  ownedBytes: () => 0,
  compile: () => Promise.resolve({ run: () => Promise.resolve({}), dispose: () => Promise.resolve() }),
  dispose: () => Promise.resolve(),
} satisfies Runtime;

test("a message is read while runs follow one another without a pause", async () => {
  let clockMs = 0;
  const runtime = cooperativeRuntime(immediate, () => (clockMs += 20));
  const executable = await runtime.compile({} as never, {} as never);
  const control = new AbortController();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    control.abort();
    port1.close();
  };
  port2.postMessage("cancel");
  const runs = async () => {
    for (let i = 0; i < 100_000; i++) await executable.run({}, { signal: control.signal });
  };
  await expect(runs()).rejects.toMatchObject({ code: "cancelled" });
});

test("a run that was cancelled before it starts does not start", async () => {
  const executable = await cooperativeRuntime(immediate).compile({} as never, {} as never);
  await expect(executable.run({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: "cancelled",
  });
});

test("an executable is freed after the runs that were asked for before, not while they let messages in", async () => {
  const order: string[] = [];
  const runtime = cooperativeRuntime(
    {
      ...immediate,
      compile: async () => ({
        run: async () => (order.push("run"), {}),
        dispose: async () => void order.push("dispose"),
      }),
    },
    () => performance.now() * 1000, // every run turns the event loop first
  );
  const executable = await runtime.compile({} as never, {} as never);
  await Promise.all([executable.run({}), executable.dispose()]);
  expect(order).toEqual(["run", "dispose"]);
});
