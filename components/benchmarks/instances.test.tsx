// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { benchmarks as english } from "@/components/messages/en/shelf/benchmarks";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { catalog } from "@/lib/api";
import type { BenchmarkRecord } from "@/lib/store";
import { fakeServer } from "@/lib/testing/fake-server";
import { Instances } from "./instances";

beforeEach(() => {
  const server = fakeServer();
  fakeBranch(server);
  server.answer(catalog, () => ({ methods: [], metrics: [], analyses: [] }));
});

/** One instance of a concept, and what two methods made of it. */
function record(prompt: string): BenchmarkRecord {
  const answer = (probability: number) => ({
    teacherForced: { text: "Yes", score: 1 },
    generation: { text: "Yes", score: 1 },
    probability,
  });
  const entry = (method: string, after: string) => ({
    method,
    parameters: {},
    cases: [
      {
        caseId: "1",
        applyMs: 0,
        probes: [
          {
            group: "may-change",
            kind: "instance",
            prompt,
            expected: "Yes",
            before: answer(0.9),
            after: answer(0.2),
            wild: { before: "Yes", after, finding: "missing" as const, score: 0 },
          },
        ],
      },
    ],
  });
  return {
    input: { dataset: { name: "concepts", id: "conceptedit" } },
    entries: [entry("unedited", "Yes."), entry("rome", "No")],
  } as unknown as BenchmarkRecord;
}

const drawn = (prompt: string, search = "") =>
  draw(
    <WorkbenchProvider>
      <Instances benchmark={record(prompt)} />
    </WorkbenchProvider>,
    { search },
  );

const cells = () => screen.getAllByRole("row").at(-1)?.textContent ?? "";

test("an instance stands with its concept, what it is taken for before and after, and how likely yes is", async () => {
  await drawn("Whether Pellin Head belongs to category lighthouse?");
  const { yes, no } = english.instances.verdicts;
  for (const text of ["lighthouse", "Pellin Head", yes, no, "90.0"]) expect(cells()).toContain(text);
});

test("another method can be looked at", async () => {
  await drawn("Whether Pellin Head belongs to category lighthouse?", "?misses=unedited");
  expect(cells()).not.toContain(english.instances.verdicts.no);
});
