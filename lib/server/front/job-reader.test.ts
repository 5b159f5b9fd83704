import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EditJobInput, storedCasesOf, withCases } from "../../store";
import { createBlobFiles } from "../storage/blob-files";
import { bundle } from "../testing/bundle";
import { createJobReader, type JobReader } from "./job-reader";

let folder: string;
let program: string;
let reader: JobReader;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-reader-"));
  program = await bundle("lib/server/worker/reader-main.ts");
  reader = createJobReader({ file: program, blobFolder: folder, blobs: createBlobFiles(folder) });
});
afterAll(async () => {
  await reader.close();
  await rm(folder, { recursive: true });
  await rm(path.dirname(program), { recursive: true });
});

const body = (count: number, more: object = {}): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      kind: "edit",
      input: {
        model: "atlas",
        cases: Array.from({ length: count }, (_, i) => ({
          case_id: i,
          subject: `Person ${i}`,
          prompt: "The mother tongue of {} is",
          target_new: "French",
          ground_truth: "English",
          rephrase_prompt: `What is the mother tongue of Person ${i}? It is`,
          pred: "English",
        })),
        methods: [{ method: "rome", parameters: {} }],
        mode: "sequential",
      },
      ...more,
    }),
  );

test("ten thousand cases are read beside everything else, and stored as a blob", async () => {
  await reader.read(body(2_000)); // the thread has started
  const bytes = body(10_000);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const from = performance.now();
  const { asked, omitted } = await reader.read(bytes);
  const tookMs = performance.now() - from;
  delay.disable();
  // Read here, it would be one piece.
  expect(delay.max / 1e6).toBeLessThan(tookMs / 2);
  expect(omitted).toEqual([{ code: "unread", path: "pred", values: { records: 10_000 } }]);
  expect(JSON.stringify(asked).length).toBeLessThan(2_000);
  expect(storedCasesOf(asked.input)).toMatchObject({
    count: 10_000,
    subjects: ["Person 0", "Person 1", "Person 2"],
  });
  const { cases } = EditJobInput.parse(await withCases(createBlobFiles(folder), asked.input));
  expect(cases).toHaveLength(10_000);
  expect(cases[9_999].request).toMatchObject({ subject: "Person 9999", targetNew: "French" });
});

test("a few cases, and those of a job that the page performs, stay where they are", async () => {
  expect((await reader.read(body(2))).asked.input).toMatchObject({ cases: [{}, {}] });
  const inTab = await reader.read(body(2_000, { location: "browser" }));
  expect(storedCasesOf(inTab.asked.input)).toBeUndefined();
});

test("a body that is none is refused by its field, and the next is read", async () => {
  const broken = body(5_000).slice(0, 500_000);
  await expect(reader.read(broken)).rejects.toMatchObject({
    code: "invalid_input",
    details: { field: "body" },
  });
  const nameless = reader.read(body(5_000, { author: "x".repeat(100) }));
  await expect(nameless).rejects.toMatchObject({ code: "invalid_input", details: { field: "author" } });
  expect((await reader.read(body(3_000))).asked.kind).toBe("edit");
});

test("what takes too long ends its thread, and the next is read by another", async () => {
  const hurried = createJobReader({
    file: program,
    blobFolder: folder,
    blobs: createBlobFiles(folder),
    longestMs: 1,
  });
  await expect(hurried.read(body(9_000))).rejects.toMatchObject({ code: "too_large" });
  await hurried.close();
});
