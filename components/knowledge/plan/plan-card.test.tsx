// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { zh } from "@/components/messages/zh";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw, type DrawOptions } from "@/components/testing/render";
import { approvePlan, catalog, getGraph, planStatements } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import type { Statement } from "@/lib/knowledge/schemas";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { capital, entryOf, GRAPH_ANSWER, NAMES, REVERSE_LINES } from "../testing";
import { PlanCard } from "./plan-card";

const t = en.knowledge.plan;
const SENTENCE = "Paris is the capital of Germany.";
const STATEMENTS: Statement[] = [{ sign: "add", ...capital("Germany", "Paris") }];

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
  server.answer(catalog, () => ({ methods: [], metrics: [], analyses: [] }));
  server.answer(getGraph, () => ({
    ...GRAPH_ANSWER,
    plans: [],
  }));
});

/** Plans as the server does: a line that is unticked comes back without its tick. */
function plans(change: object = {}) {
  return server.answer(planStatements, ({ input }) => ({
    plan: `plan without ${input.unticked.length}`,
    lines: REVERSE_LINES.map((line) => ({ ...line, ticked: !input.unticked.includes(line.id) })),
    overrides: [],
    findings: [],
    computed: [],
    cases: [],
    names: NAMES,
    ...change,
  }));
}

const drawPlan = (options: DrawOptions = {}) =>
  draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <PlanCard sentence={SENTENCE} statements={STATEMENTS} />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search: "?p=server", ...options },
  );
const group = (name: string) => screen.getByRole("region", { name });

test("a reverse conflict is taken out with the rule that caused it, in words", async () => {
  plans();
  await drawPlan();
  const retract = within(await screen.findByRole("region", { name: t.groups.retract }));
  expect(retract.getByText("Germany can have one capital")).toBeDefined();
  expect(retract.getByText("Paris can be the capital of one country")).toBeDefined();
  expect(within(group(t.groups.add)).getByText(t.rules.stated)).toBeDefined();
});

test("the same in Chinese names the entities in Chinese", async () => {
  plans();
  await drawPlan({ language: "zh" });
  const retract = within(await screen.findByRole("region", { name: zh.knowledge.plan.groups.retract }));
  expect(retract.getByText("法国的首都是巴黎")).toBeDefined();
  expect(retract.getByText("“…的首都是巴黎”只能对一个成立")).toBeDefined();
});

test("taking a tick away plans again without the line, and approves what was looked at", async () => {
  const planned = plans();
  const approved = server.answer(approvePlan, () => ({ entry: entryOf({ sequence: 7 }) }));
  const { user, search } = await drawPlan();
  const line = await screen.findByRole("checkbox", { name: /The capital of France is Paris/ });
  await user.click(line);
  await waitFor(() => expect(planned.at(-1)?.input.unticked).toEqual([REVERSE_LINES[2].id]));
  await waitFor(() =>
    expect(
      screen.getByRole("checkbox", { name: /The capital of France is Paris/ }).getAttribute("aria-checked"),
    ).toBe("false"),
  );
  await user.click(screen.getByRole("button", { name: t.onlyGraph }));
  await waitFor(() => expect(search()).toContain("done=7"));
  expect(approved[0].input).toMatchObject({
    plan: "plan without 1",
    sentence: SENTENCE,
    unticked: [REVERSE_LINES[2].id],
  });
  expect(approved[0].input.keep).toBeUndefined();
});

test("a graph that has changed meanwhile is explained, and planned again", async () => {
  const planned = plans();
  server.answer(approvePlan, () => {
    throw new PalimpsestError("conflict", "The graph gives another plan now.", { hint: "Look again." });
  });
  const { user } = await drawPlan();
  await user.click(await screen.findByRole("button", { name: t.onlyGraph }));
  expect((await screen.findByRole("alert")).textContent).toContain(t.conflict);
  const before = planned.length;
  await user.click(screen.getByRole("button", { name: t.again }));
  await waitFor(() => expect(planned.length).toBe(before + 1));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a plan that a guard holds back says what it asks for, and cannot be approved", async () => {
  plans({ findings: [{ guard: "evidence", verdict: "review", line: REVERSE_LINES[1].id }] });
  await drawPlan();
  await screen.findByText(t.guards.evidence);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: t.onlyGraph }).disabled).toBe(true);
});

test("a stated value that a rule contradicts is said to stay", async () => {
  plans({
    overrides: [
      {
        stated: capital("France", "Lyon"),
        derived: capital("France", "Paris"),
        rule: { first: "a", second: "b", third: "capital" },
      },
    ],
  });
  await drawPlan();
  await screen.findByText(t.override("The capital of France is Lyon.", "Paris"));
});
