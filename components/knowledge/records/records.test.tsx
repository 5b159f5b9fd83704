// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, test } from "vitest";
import { formatTime } from "@/components/ui";
import { en } from "@/components/messages/en";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { aboutEntity, getGraph, QUESTIONS, searchGraph, undoPlans, type ShownFact } from "@/lib/api";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { capital, entryOf, GRAPH_ANSWER, NAMES } from "../testing";
import { ContradictionsTab } from "../review/contradictions-tab";
import { DisagreementsTab } from "./disagreements-tab";
import { FactsTab } from "./facts-tab";
import { PlansTab } from "./plans-tab";
import { spread } from "./use-disagreements";

const t = en.knowledge;

const fact = (country: string, city: string, change: Partial<ShownFact> = {}): ShownFact => ({
  ...capital(country, city),
  stated: true,
  prompt: `The capital of ${country} is`,
  ...change,
});
const RECORDED = "2026-01-02T03:04:05.000Z";
const FACTS = [
  fact("France", "Lyon", {
    author: "ada",
    from: "2024",
    plan: { sequence: 2, at: RECORDED },
    source: "a letter",
  }),
  fact("Germany", "Berlin", { stated: false }),
];

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
  server.answer(getGraph, () => ({
    ...GRAPH_ANSWER,
    plans: [entryOf({ version: "ver_12345678" })],
    contradictions: [{ relation: "capital", facts: [capital("France", "Lyon"), capital("France", "Paris")] }],
    names: NAMES,
  }));
  server.answer(searchGraph, () => ({ facts: FACTS, total: 2, names: NAMES }));
});

const drawTab = (tab: ReactNode, search = "?p=server") =>
  draw(
    <WorkbenchProvider>
      <ModelHostBoundary>{tab}</ModelHostBoundary>
    </WorkbenchProvider>,
    { search },
  );
const valueIn = (search: string, key: string) =>
  JSON.parse(new URLSearchParams(search).get(key) ?? "null") as unknown;

test("everything by a person is undone, and taken out of the branch where it was kept", async () => {
  const undone = server.answer(undoPlans, () => ({ undone: [entryOf()], planned: [], dependents: [] }));
  const { user } = await drawTab(<PlansTab />);
  expect((await screen.findByRole("link", { name: t.plans.version("12345678") })).getAttribute("href")).toBe(
    "/history?p=server&v=ver_12345678",
  );
  await user.click(screen.getByRole("button", { name: t.plans.undo }));
  await user.click(await screen.findByRole("menuitem", { name: t.plans.undoAuthor("ada") }));
  await waitFor(() =>
    expect(undone[0].input).toMatchObject({ plans: { author: "ada" }, branchId: "atlas:main" }),
  );
});

test("facts tell where they come from, and an entity leads to all about it", async () => {
  const asked = server.answer(aboutEntity, () => ({ facts: [FACTS[0]], plans: [], names: NAMES }));
  const { user, search } = await drawTab(<FactsTab />);
  const row = (await screen.findByRole("button", { name: "Lyon" })).closest("tr")!;
  expect(
    within(row).getByText(
      `said by ada; ${t.facts.plan(2, formatTime(RECORDED, "en"))}; source: a letter; true from 2024`,
    ),
  ).toBeDefined();
  expect(screen.getByText(t.facts.derived)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Lyon" }));
  await screen.findByRole("heading", { name: t.facts.about("Lyon") });
  expect(asked[0].input).toEqual({ entity: "city/Lyon" });
  await user.click(screen.getByRole("button", { name: t.facts.back }));
  await waitFor(() => expect(search()).not.toContain("entity="));
});

test("facts that the model answers differently are listed, and can be taught", async () => {
  const asked = server.answer(
    QUESTIONS.continuations,
    () =>
      new Response(
        `data: ${JSON.stringify({ kind: "result", value: { texts: [[" Paris.", " Berlin, a city"]] } })}\n\n`,
      ) as never,
  );
  const { user, search } = await drawTab(<DisagreementsTab />);
  await waitFor(() =>
    expect(screen.getByRole<HTMLButtonElement>("button", { name: t.disagreements.ask }).disabled).toBe(false),
  );
  await user.click(screen.getByRole("button", { name: t.disagreements.ask }));
  await screen.findByText(t.disagreements.result(1, 2));
  expect(asked[0].input).toMatchObject({
    prompts: ["The capital of France is", "The capital of Germany is"],
  });
  await user.click(screen.getByRole("button", { name: t.ask.teach }));
  await waitFor(() =>
    expect(valueIn(search(), "s")).toEqual([{ sign: "add", ...capital("France", "Lyon") }]),
  );
});

test("a contradiction shows its facts, and each can be withdrawn by a plan", async () => {
  const { user, search } = await drawTab(<ContradictionsTab />);
  const line = (await screen.findByText("The capital of France is Paris")).closest("li")!;
  await user.click(within(line).getByRole("button", { name: t.contradictions.withdraw }));
  await waitFor(() =>
    expect(valueIn(search(), "s")).toEqual([{ sign: "delete", ...capital("France", "Paris") }]),
  );
});

test("a sample of a list is the same every time, and from all of it", () => {
  expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3)).toEqual([0, 3, 6]);
  expect(spread([1, 2], 5)).toEqual([1, 2]);
});
