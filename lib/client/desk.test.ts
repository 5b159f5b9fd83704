import { expect, test, vi } from "vitest";
import { checkCancelled, PalimpsestError } from "../base";
import type { Bench } from "../job/bench";
import { createDesk, type OpenedBench } from "./desk";
import type { FromWorker } from "./protocol";

const editInput = {
  model: "atlas",
  version: "ver_1",
  overlays: [],
  cases: [{ request: { id: "1", subject: "Ada", prompt: "{} was born in", targetNew: "Rome" } }],
  methods: [{ method: "rome", parameters: {} }],
  mode: "single",
};

function setUp(bench: Partial<Bench>, open?: () => Promise<OpenedBench>) {
  const said: FromWorker[] = [];
  const publish = vi.fn(() => Promise.resolve());
  const opened = { bench: { place: "wasm", ...bench } as Bench, threads: 2, publish };
  const desk = createDesk(
    open ?? (() => Promise.resolve(opened)),
    (message) => said.push(message),
    () => undefined,
  );
  desk.receive({ type: "open", modelId: "atlas", choice: "automatic" });
  return { desk, said, publish };
}

test("says which backend holds the model", async () => {
  const { said } = setUp({});
  await vi.waitFor(() => expect(said).toEqual([{ type: "ready", backend: "wasm", threads: 2 }]));
});

test("a model that cannot be opened is reported with its code, and calls get the same error", async () => {
  const { desk, said } = setUp({}, () => Promise.reject(new PalimpsestError("integrity", "Truncated.")));
  desk.receive({ type: "call", id: 1, call: "tokens", input: { texts: ["a"] } });
  await vi.waitFor(() => expect(said).toHaveLength(2));
  expect(said).toContainEqual({ type: "failed", error: { code: "integrity", message: "Truncated." } });
  expect(said).toContainEqual({ type: "error", id: 1, error: { code: "integrity", message: "Truncated." } });
});

test("an edit reports progress and stops when it is cancelled", async () => {
  const { desk, said } = setUp({
    async edit(run) {
      for (let step = 0; ; step++) {
        checkCancelled(run.signal);
        run.progress({ phase: "Optimizing", step, values: { "rome.lossNats": 1 } });
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
  });
  desk.receive({ type: "call", id: 7, call: "edit", input: editInput });
  await vi.waitFor(() =>
    expect(said.some((message) => message.type === "progress" && message.id === 7)).toBe(true),
  );
  desk.receive({ type: "cancel", id: 7 });
  await vi.waitFor(() =>
    expect(said.at(-1)).toMatchObject({ type: "error", id: 7, error: { code: "cancelled" } }),
  );
});

test("the text of an unexpected exception stays in the worker", async () => {
  const { desk, said } = setUp({ tokens: () => Promise.reject(new Error("secret path")) });
  desk.receive({ type: "call", id: 1, call: "tokens", input: { texts: ["a"] } });
  await vi.waitFor(() => expect(said).toHaveLength(2));
  expect(JSON.stringify(said)).not.toContain("secret");
});
