// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import {
  declinePlan,
  getGraph,
  graphAudit,
  importGraph,
  planStatements,
  setGraphPolicy,
  type WaitingPlan,
} from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { SentenceCard } from "../say/sentence-card";
import { capital, GRAPH, GRAPH_ANSWER, NAMES, REVERSE_LINES } from "../testing";
import { AuditTab } from "../records/audit-tab";
import ExchangeDialog from "../records/exchange-dialog";
import { ReviewTab } from "./review-tab";

const t = en.knowledge;
const WAITING: WaitingPlan = {
  sequence: 4,
  plan: "p",
  statements: [{ sign: "add", ...capital("Germany", "Paris") }],
  unticked: [],
  entities: [],
  sentence: "Paris is the capital of Germany.",
  author: "ada",
  at: "2026-01-02T03:04:05.000Z",
};

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
  server.answer(getGraph, () => ({ ...GRAPH_ANSWER, waiting: [WAITING] }));
});
const drawn = (card: ReactNode, search = "?p=server") =>
  draw(
    <WorkbenchProvider>
      <ModelHostBoundary>{card}</ModelHostBoundary>
    </WorkbenchProvider>,
    { search },
  );

test("a waiting plan is opened for review, or declined", async () => {
  const declined = server.answer(declinePlan, () => ({}));
  const { user, search } = await drawn(<ReviewTab />);
  const waiting = await screen.findByRole("region", { name: t.review.waiting });
  await user.click(within(waiting).getByRole("button", { name: t.review.look }));
  await waitFor(() => expect(search()).toContain("wait=4"));
  await user.click(within(waiting).getByRole("button", { name: t.review.decline }));
  await waitFor(() => expect(declined[0].input).toMatchObject({ proposal: 4 }));
});

test("a waiting plan is planned for its author and approved under the reader's name", async () => {
  const asked = server.answer(planStatements, () => ({
    plan: "p",
    lines: REVERSE_LINES,
    overrides: [],
    findings: [],
    computed: [],
    cases: [],
    names: NAMES,
  }));
  await drawn(<SentenceCard />, "?p=server&wait=4");
  await screen.findByText(t.plan.onlyGraph);
  expect(asked.at(-1)?.input).toMatchObject({ author: "ada", approvedBy: "" });
  expect(screen.queryByRole("checkbox", { name: /Berlin/ })).toBeNull();
});

test("a relation is protected from now on", async () => {
  const saved = server.answer(setGraphPolicy, ({ input }) => ({ policy: input.policy }));
  const { user } = await drawn(<ReviewTab />);
  const policy = await screen.findByRole("region", { name: t.review.policy });
  await user.selectOptions(within(policy).getByRole("combobox", { name: t.review.protect }), "capital");
  await user.click(within(policy).getByRole("checkbox", { name: t.review.twoPersons }));
  await user.selectOptions(within(policy).getByRole("combobox", { name: t.review.agreedWith }), "atlas:main");
  await user.click(within(policy).getByRole("button", { name: t.review.save }));
  await waitFor(() =>
    expect(saved[0].input.policy).toMatchObject({
      protectedRelations: ["capital"],
      twoPersonsForCurated: true,
      agreedWith: "atlas:main",
    }),
  );
});

test("the audit names every event, with who approved a plan and the version it was kept as", async () => {
  const plan = { plan: "p", unticked: [], entities: [], author: "ada", at: WAITING.at };
  server.answer(graphAudit, () => ({
    events: [
      { sequence: 2, event: { kind: "undo" as const, plans: [1], author: "bob", at: WAITING.at } },
      {
        sequence: 1,
        event: { kind: "plan" as const, ...plan, statements: WAITING.statements, approvedBy: "eva" },
        version: "ver_12345678",
      },
    ],
    total: 2,
    names: NAMES,
  }));
  await drawn(<AuditTab />);
  await screen.findByText(t.audit.undo("1"));
  screen.getByText(t.audit.approved("The capital of Germany is Paris", "eva"));
  expect(screen.getByRole("link", { name: t.audit.version("12345678") }).getAttribute("href")).toContain(
    "v=ver_12345678",
  );
});

test("every row that an import cannot read is named, and a graph that was read is opened", async () => {
  const fault = new PalimpsestError("invalid_input", "1 of 2 rows cannot be read.", {
    details: { faults: [{ line: 3, message: "There are 1 cells; a fact has three." }] },
  });
  let isBroken = true;
  const asked = server.answer(importGraph, () => {
    if (isBroken) throw fault;
    return { graph: { ...GRAPH, id: "people", name: "people" }, notes: [] };
  });
  const { user, search } = await drawn(<ExchangeDialog open onClose={() => undefined} />);
  const file = new File(["head,relation,tail\na,b,c\nx\n"], "people.csv", { type: "text/csv" });
  await user.upload(await screen.findByLabelText(t.exchange.file), file);
  await user.click(screen.getByRole("button", { name: t.exchange.run }));
  await screen.findByText(t.exchange.line(3, "There are 1 cells; a fact has three."));
  isBroken = false;
  await user.click(screen.getByRole("button", { name: t.exchange.run }));
  await waitFor(() => expect(search()).toContain("g=people"));
  expect(asked[0].input).toMatchObject({ id: "people", format: "csv", source: "people.csv" });
});
