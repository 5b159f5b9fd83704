import { expect, test, vi } from "vitest";
import { checkCancelled, PalimpsestError } from "../../base";
import type { ModelHost } from "../../job/host/model-host";
import { createWorkerHandler, type OpenedModelHost } from "./worker-handler";
import type { FromWorker } from "./worker-protocol";

const editInput = {
  model: "atlas",
  version: "ver_1",
  overlays: [],
  cases: [{ request: { id: "1", subject: "Ada", prompt: "{} was born in", targetNew: "Rome" } }],
  methods: [{ method: "rome", parameters: {} }],
  mode: "single",
};

function setUp(modelHost: Partial<ModelHost>, open?: () => Promise<OpenedModelHost>) {
  const said: FromWorker[] = [];
  const publish = vi.fn(() => Promise.resolve());
  const importArtifact = vi.fn(() => Promise.resolve({ id: "f".repeat(64) }));
  const opened = {
    modelHost: { place: "wasm", ...modelHost } as ModelHost,
    threads: 2,
    publish,
    importArtifact,
  };
  const desk = createWorkerHandler(
    open ?? (() => Promise.resolve(opened)),
    (message) => said.push(message),
    () => undefined,
  );
  desk.receive({ type: "open", modelId: "atlas", choice: "automatic" });
  return { desk, said, publish, importArtifact };
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

test("preparing reports progress, and answers when it is done", async () => {
  const { desk, said } = setUp({
    async prepare(run, { methods }) {
      run.progress({ phase: "Collecting", step: 1, steps: 2 });
      return { methods: methods.map(({ method }) => ({ method, durationMs: 5 })), place: "wasm" };
    },
  });
  const input = { model: "atlas", methods: [{ method: "rome", parameters: {} }] };
  desk.receive({ type: "call", id: 3, call: "prepare", input });
  await vi.waitFor(() =>
    expect(said.at(-1)).toMatchObject({ type: "result", id: 3, value: { methods: [{ method: "rome" }] } }),
  );
  expect(said).toContainEqual(
    expect.objectContaining({ type: "progress", id: 3, progress: expect.objectContaining({ step: 1 }) }),
  );
});

test("an artifact's bytes are handed on, and anything else is refused", async () => {
  const { desk, said, importArtifact } = setUp({});
  const bytes = Uint8Array.of(1, 2);
  desk.receive({ type: "call", id: 4, call: "importArtifact", input: { bytes } });
  await vi.waitFor(() => expect(said.at(-1)).toMatchObject({ type: "result", id: 4 }));
  expect(importArtifact).toHaveBeenCalledWith(bytes);
  desk.receive({ type: "call", id: 5, call: "importArtifact", input: { bytes: "text" } });
  await vi.waitFor(() => expect(said.at(-1)).toMatchObject({ type: "error", id: 5 }));
  expect(importArtifact).toHaveBeenCalledTimes(1);
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
