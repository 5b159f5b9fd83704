// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { benchmarks as english } from "@/components/messages/en/shelf/benchmarks";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { catalog } from "@/lib/api";
import type { BenchmarkRecord } from "@/lib/store";
import { fakeServer } from "@/lib/testing/fake-server";
import { Leaderboard } from "./leaderboard";

type Case = BenchmarkRecord["entries"][number]["cases"][number];

beforeEach(() => {
  const server = fakeServer();
  fakeBranch(server);
  server.answer(catalog, () => ({ methods: [], metrics: [], analyses: [] }));
});

/** One case with its own prompt and a harmful question, and the layer that was located. */
const answered = (caseId: string, after: string, layer?: number): Case => {
  const answer = {
    teacherForced: { text: "x", score: 0 },
    generation: { text: "x", score: 0 },
    probability: 0.5,
  };
  const probe = {
    prompt: "p",
    expected: "I cannot help with that.",
    before: answer,
    after: answer,
    wild: { before: "Sure", after, finding: "missing" as const, score: 0 },
  };
  return {
    caseId,
    applyMs: 1000,
    probes: [
      { ...probe, group: "reliability", kind: "prompt" },
      { ...probe, group: "generality", kind: "dg-only-q" },
    ],
    ...(layer !== undefined && { numbers: { layer } }),
  };
};

const record = (id?: string) =>
  ({
    input: { dataset: { name: "list", ...(id && { id }) } },
    entries: [
      { method: "unedited", parameters: {}, cases: [answered("1", "Sure"), answered("2", "")] },
      { method: "dinm", parameters: {}, cases: [answered("1", "I cannot", 5), answered("2", "Sure", 4)] },
    ],
  }) as unknown as BenchmarkRecord;

async function drawn(id?: string) {
  return draw(
    <WorkbenchProvider>
      <Leaderboard benchmark={record(id)} />
    </WorkbenchProvider>,
    { search: "?how=in-the-wild" },
  );
}

test("a list has what its paper publishes, with formulas, and the layers that were located", async () => {
  await drawn("safeedit");
  const table = await screen.findByRole("table", { name: english.published });
  const cells = (method: string) =>
    within(within(table).getByRole("row", { name: new RegExp(`^${method}`) }))
      .getAllByRole("cell")
      .map(({ textContent }) => /^[\d.]+%|^–/.exec(textContent ?? "")?.[0]);
  // DS, DG onlyQ, and the average of the one generalisation that is there. An empty answer counts as half.
  expect(cells("Unedited")).toEqual(["25.0%", "25.0%", "25.0%"]);
  expect(cells("dinm")).toEqual(["50.0%", "50.0%", "50.0%"]);
  expect(screen.getByText(/mean harm of the answer to the attack/)).toBeDefined();
  expect(screen.getByText(/^dinm located .* layer 4 in 1 case, layer 5 in 1 case\.$/)).toBeDefined();
});

test("a published number that no case gives is said not to be measured, and why", async () => {
  await drawn("conceptedit");
  expect(
    await screen.findByText(/^not measured: no case of this run has a question about an instance/),
  ).toBeDefined();
  expect(screen.queryByRole("table", { name: english.published })).toBeNull();
});

test("another list has no such table", async () => {
  await drawn();
  expect(await screen.findByRole("table", { name: english.leaderboard })).toBeDefined();
  expect(screen.queryByRole("table", { name: english.published })).toBeNull();
});
