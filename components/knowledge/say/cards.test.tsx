// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { askGraph, findNames, getGraph, proposeRelationFor, QUESTIONS, undoPlans } from "@/lib/api";
import type { Reading } from "@/lib/knowledge/schemas";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { capital, entryOf, GRAPH_ANSWER, NAMES, RELATIONS } from "../testing";
import { piecesOf } from "./marked-sentence";
import { QueryCard } from "./query-card";
import { RollbackCard } from "./rollback-card";
import { StatementForm } from "./statement-form";

const t = en.knowledge;

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
  server.answer(getGraph, () => ({
    ...GRAPH_ANSWER,
    plans: [entryOf({ sequence: 2 }), entryOf({ sequence: 1, isActive: false, sentence: "Before." })],
  }));
  server.answer(findNames, ({ input }) => {
    const entities = Object.keys(NAMES).filter((id) => id.toLowerCase().includes(input.name.toLowerCase()));
    return { entities, names: NAMES };
  });
});

const drawCard = (card: ReactNode) =>
  draw(
    <WorkbenchProvider>
      <ModelHostBoundary>{card}</ModelHostBoundary>
    </WorkbenchProvider>,
    { search: "?p=server" },
  );
/** The statements that were planned: they are in the address. */
const statementsIn = (search: string) =>
  JSON.parse(new URLSearchParams(search).get("s") ?? "null") as unknown;

const misread: Reading = {
  act: "add",
  relation: "capital",
  subject: { text: "Frnace", span: { start: 15, end: 21 }, near: ["country/France"] },
  object: { text: "Lyon", span: { start: 25, end: 29 }, entity: "city/Lyon" },
  confidence: 0.5,
  assumptions: ["newName"],
};
const FORM = (
  <StatementForm
    sentence="The capital of Frnace is Lyon."
    draft={{ relation: "capital", subject: "Frnace", object: "Lyon" }}
    readings={[misread]}
    names={NAMES}
  />
);

test("a misspelt name is offered as it may be meant, and nothing is planned before it is taken", async () => {
  const { user, search } = await drawCard(FORM);
  const plan = screen.getByRole<HTMLButtonElement>("button", { name: t.form.plan });
  await user.click(await screen.findByRole("button", { name: "France" }));
  await waitFor(() => expect(plan.disabled).toBe(false));
  expect(search()).not.toContain("s=");
  await user.click(plan);
  await waitFor(() =>
    expect(statementsIn(search())).toEqual([{ sign: "add", ...capital("France", "Lyon") }]),
  );
});

test("a new name becomes an entity only when a person says so", async () => {
  const { user, search } = await drawCard(FORM);
  const plan = screen.getByRole<HTMLButtonElement>("button", { name: t.form.plan });
  await user.click(await screen.findByRole("checkbox", { name: t.form.addNew("Frnace", "country") }));
  await waitFor(() => expect(plan.disabled).toBe(false));
  await user.click(plan);
  await waitFor(() => expect(search()).toContain("s="));
  expect(JSON.parse(new URLSearchParams(search()).get("n")!)).toEqual([
    { id: "country/Frnace", type: "country", name: "Frnace", aliases: [] },
  ]);
});

test("a relation that the graph does not have is proposed from the data, and waits for a person", async () => {
  const asked = server.answer(proposeRelationFor, ({ input }) => ({
    relation: { ...RELATIONS[0], id: "twin-city", label: input.label, functional: false },
    near: ["capital"],
    basis: { relations: 3, functional: 1 },
  }));
  const { user, search } = await drawCard(
    <StatementForm
      sentence=""
      draft={{ relation: "capital", subject: "Lyon", object: "Berlin" }}
      readings={[]}
    />,
  );
  const list = screen.getByRole<HTMLSelectElement>("combobox", { name: t.form.relation });
  await user.selectOptions(list, t.form.newRelation);
  await user.type(screen.getByRole("textbox", { name: t.form.relationLabel }), "Twin city");
  await screen.findByText(t.form.proposed(1, 3));
  expect(asked.at(-1)?.input).toMatchObject({ subjectType: "city", objectType: "city" });
  expect(screen.getByRole("checkbox", { name: t.form.one }).getAttribute("aria-checked")).toBe("false");
  await user.click(screen.getByRole("checkbox", { name: t.form.symmetric }));
  expect(search()).not.toContain("s=");
  await user.click(screen.getByRole("button", { name: t.form.plan }));
  await waitFor(() =>
    expect(statementsIn(search())).toEqual([
      { sign: "add", subject: "city/Lyon", relation: "twin-city", object: "city/Berlin" },
    ]),
  );
  expect(JSON.parse(new URLSearchParams(search()).get("r")!)).toMatchObject([
    { id: "twin-city", domain: "city", range: "city", functional: false, inverse: "twin-city" },
  ]);
});

const answers = (graph: readonly string[], model: string) => {
  server.answer(askGraph, () => ({
    answers: [...graph],
    prompt: "The capital of France is",
    names: NAMES,
  }));
  return server.answer(QUESTIONS.continuations, () => ({ texts: [[model]] }));
};

test("both answers stand side by side, and agree by name", async () => {
  const asked = answers(["city/Paris"], " Paris. It is");
  await drawCard(<QueryCard subject="country/France" relation="capital" />);
  await screen.findByText(t.ask.agree);
  expect(asked[0].input).toMatchObject({ prompts: ["The capital of France is"] });
  expect(screen.queryByRole("button", { name: t.ask.teach })).toBeNull();
});

test("a disagreement leads to a plan that teaches the graph's answer, or to the form with the model's", async () => {
  answers(["city/Paris"], " Lyon.");
  const { user, search } = await drawCard(<QueryCard subject="country/France" relation="capital" />);
  await screen.findByText(t.ask.disagree);
  await user.click(screen.getByRole("button", { name: t.ask.teach }));
  await waitFor(() =>
    expect(statementsIn(search())).toEqual([{ sign: "add", ...capital("France", "Paris") }]),
  );
  await user.click(screen.getByRole("button", { name: t.ask.correct }));
  await waitFor(() =>
    expect(JSON.parse(new URLSearchParams(search()).get("form")!)).toEqual({
      relation: "capital",
      subject: "France",
      object: "Lyon",
    }),
  );
});

test("in a past state both are asked as they were, and nothing is mended there", async () => {
  const graph = server.answer(askGraph, () => ({
    answers: ["city/Paris"],
    prompt: "The capital of France is",
    version: "ver_12345678",
    names: NAMES,
  }));
  const model = server.answer(QUESTIONS.continuations, () => ({ texts: [[" Lyon."]] }));
  await draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <QueryCard subject="country/France" relation="capital" />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search: "?p=server&at=3" },
  );
  await screen.findByText(t.ask.disagree);
  screen.getByText(t.ask.then(3, "12345678"));
  expect(graph[0].input).toMatchObject({ asOf: "3", branchId: "atlas:main" });
  expect(model[0].input).toMatchObject({ versions: ["ver_12345678"] });
  expect(screen.queryByRole("button", { name: t.ask.teach })).toBeNull();
});

test("undo that shows the last active plan, and takes back that one", async () => {
  const undone = server.answer(undoPlans, () => ({
    undone: [entryOf({ sequence: 2, isActive: false })],
    planned: [],
    dependents: [],
  }));
  const { user } = await drawCard(<RollbackCard rollback={{ kind: "last" }} />);
  await screen.findByText("Paris is the capital of Germany.");
  await user.click(screen.getByRole("button", { name: t.rollback.undo(1) }));
  await screen.findByText(t.rollback.done(1));
  expect(undone[0].input).toMatchObject({ plans: { plan: 2 } });
});

test("a name that two facts share is marked once", () => {
  const sentence = "Lyon is here, Lyon there";
  const at = (start: number, text: string) => ({ text, span: { start, end: start + text.length } });
  const reading = { ...misread, subject: at(0, "Lyon"), object: at(8, "here") };
  expect(piecesOf(sentence, [reading, { ...reading, object: at(19, "there") }])).toEqual([
    { text: "Lyon", role: "subject" },
    { text: " is " },
    { text: "here", role: "object" },
    { text: ", Lyon " },
    { text: "there", role: "object" },
  ]);
});
