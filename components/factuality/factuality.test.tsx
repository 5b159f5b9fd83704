// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { factuality as english } from "@/components/messages/en/shelf/factuality";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { factualityReport, MEASURES } from "@/lib/eval/results";
import type { FactualityRecord } from "@/lib/store";
import { fakeServer } from "@/lib/testing/fake-server";
import { Compared } from "./compared";
import type { Named } from "./report";
import { AidTable, ConflictNote, MeasureTable } from "./report-tables";
import { catalog } from "@/lib/api";

type Item = FactualityRecord["items"][number];

beforeEach(() => {
  const server = fakeServer();
  fakeBranch(server);
  const dola = {
    id: "dola",
    name: { en: "DoLa", zh: "DoLa" },
    formula: { en: "f", zh: "f" },
    source: "Chuang et al. 2024",
  };
  server.answer(catalog, () => ({ methods: [], metrics: [], analyses: [], decodingAids: [dola] }));
});

/** The right answer is "yes". */
const item = (id: string, said: string): Item => ({
  question: { id, prompt: `Is ${id}?`, rephrases: [], answers: ["yes"] },
  plain: { said, saidLikelihood: { logP: -0.1, tokens: 1, isGreedy: true } },
  retrieved: { said: "yes" },
  contradicted: { told: "no", keeps: "memory" },
  aided: { dola: "yes" },
});

const named = (name: string, ...items: readonly Item[]): Named => ({
  name,
  record: { items } as unknown as FactualityRecord,
  report: factualityReport(items, MEASURES.all),
});

const before = named("v1", item("a", "no"), item("b", "yes"));
const after = named("v2", item("a", "yes"), item("b", "no"), item("c", "no"));

test("two versions side by side tell what was gained and lost, with what each said", async () => {
  await draw(<Compared from={before} to={after} />);
  expect(screen.getByText(/^2 questions in common/)).toBeDefined();
  const gained = screen.getByRole("table", { name: english.gained(1) });
  const [, row] = within(gained).getAllByRole("row");
  expect(
    within(row)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  ).toEqual(["yes", "no", "yes"]);
  expect(screen.getByRole("table", { name: english.lost(1) })).toBeDefined();
});

test("reports of different questions are not compared", async () => {
  await draw(<Compared from={named("v1", item("z", "no"))} to={after} />);
  expect(screen.getByText(english.nothingInCommon)).toBeDefined();
});

test("measures stand with their formula and protocol, and beside the other report", async () => {
  await draw(<MeasureTable own={after} other={before} />);
  const row = screen.getByRole("row", { name: /^Exact match/ });
  expect(
    within(row)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  ).toEqual(["Generated", "33.3%", "100.0%", "50.0%"]);
});

test("an aid is held against the plain model, and what contradicts is counted", async () => {
  await draw(
    <WorkbenchProvider>
      <AidTable report={after.report} />
      <ConflictNote report={after.report} />
    </WorkbenchProvider>,
  );
  const row = await screen.findByRole("row", { name: /^DoLa/ });
  expect(within(row).getByText("2 / 0")).toBeDefined();
  expect(
    screen.getByText(/keeps its own to 100.0% of 3 questions and follows the sentence in 0.0%/),
  ).toBeDefined();
});
