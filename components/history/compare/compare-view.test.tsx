// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { ATLAS, fakeBranch } from "@/components/testing/branch";
import { CHECKPOINT } from "@/components/testing/edit-run";
import { draw } from "@/components/testing/render";
import { compareVersions, drawCases, findFacts, listModels, QUESTIONS, versionScores } from "@/lib/api";
import type { MetricResult } from "@/lib/eval";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { HistoryView } from "../history-view";
import { gives } from "@/lib/data";
import { compareFacts, firstSentence } from "./facts";

const t = en.history.compare;
const EDIT = "ver_edit";
const REQUEST = { id: "1", subject: "France", prompt: "The capital of {} is", targetNew: "Rome" };

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  const edit = fakeBranch(server).push({
    id: EDIT,
    createdAt: "2026-02-01T00:00:00.000Z",
    change: { kind: "edit", method: "rome", parameters: {}, seed: 0, place: "native", requests: [REQUEST] },
  });
  server.answer(listModels, () => ({ models: [ATLAS] }));
  server.answer(QUESTIONS.tokens, () => ({ encodings: [[]], context: 64, hasChat: false }));
  server.answer(compareVersions, () => ({
    ancestor: CHECKPOINT,
    onlyLeft: [],
    onlyRight: [edit],
    distance: {},
  }));
  server.answer(QUESTIONS.nextTokens, () => ({
    answers: [" Paris", " Rome"].map((token) => [{ token, probability: 0.9 }]),
  }));
  const measured: MetricResult[] = [
    {
      metric: "reliability",
      metricVersion: 1,
      protocol: "generation",
      unit: "fraction",
      before: null,
      after: { mean: 1, standardError: 0, interval95: [0.2, 1], count: 1, questions: 1, skipped: 0 },
    },
  ];
  server.answer(versionScores, ({ params }) => ({
    metrics: params.versionId === CHECKPOINT ? [] : measured,
  }));
  server.answer(findFacts, () => ({
    facts: [
      {
        relation: "capital",
        label: "capital",
        subject: "France",
        prompt: "The capital of {} is",
        answer: "Paris",
        others: [],
      },
    ],
    total: 1,
  }));
  server.answer(drawCases, () => ({
    cases: ["Italy", "Spain"].map((subject) => ({
      request: { ...REQUEST, id: subject, subject, targetTrue: subject === "Italy" ? "Rome" : "Madrid" },
    })) as never,
  }));
});

/** By version, in the order in which they are asked; as events where progress is heard. */
const answerTexts = (says: (prompt: string, version: string | null) => string) =>
  server.answer(QUESTIONS.continuations, ({ input: { prompts, versions } }) => {
    const value = { texts: versions.map((version) => prompts.map((prompt) => says(prompt, version))) };
    if (prompts.length === 1) return value;
    return new Response(`data: ${JSON.stringify({ kind: "result", value })}\n\n`) as never;
  });
const drawHistory = (search: string) =>
  draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <HistoryView />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search },
  );

test("both write on from the edit's prompt, the earlier version on the left however they were chosen", async () => {
  const asked = answerTexts((_, version) => (version === EDIT ? " Rome." : " Paris."));
  await drawHistory(`?p=server&v=${EDIT}&with=${CHECKPOINT}`);
  const writes = await screen.findByRole("region", { name: t.writes });
  await within(writes).findByText("Rome");
  expect(writes.textContent).toMatch(/Paris\.[^]*Rome\./);
  expect(asked[0].input).toMatchObject({
    prompts: ["The capital of France is"],
    versions: [CHECKPOINT, EDIT],
  });
  expect(await screen.findByText(t.scores.note)).toBeTruthy();
});

test("a hundred facts are asked at a click, which the address keeps, and those that differ are listed", async () => {
  answerTexts((prompt, version) =>
    prompt.includes("France") ? (version === EDIT ? " Rome." : " Paris.") : " Rome. And on.",
  );
  const page = await drawHistory(`?p=server&v=${EDIT}&with=${CHECKPOINT}`);
  await page.user.click(await screen.findByRole("button", { name: t.facts.ask(100) }));
  expect(await screen.findByText(t.facts.differ(1, 3))).toBeTruthy();
  const table = screen.getByRole("table", { name: t.facts.caption });
  const [row, ...rest] = within(table).getAllByRole("row").slice(1);
  expect(rest).toEqual([]);
  expect(row.textContent).toMatch(/The capital of France is edited subject.*Paris.*Paris\..*Rome\./);
  expect(page.search()).toContain("facts=1");
});

test("a fact is answered alike when the first sentences are, and given when a text begins with it as words", () => {
  expect(firstSentence(" Rome. It lies on")).toBe("Rome.");
  expect(firstSentence("\n罗马。它")).toBe("罗马。");
  expect(gives(" Rome. It", "Rome")).toBe(true);
  expect(gives(" Romero", "Rome")).toBe(false);
  const fact = { prompt: "a", answer: "Rome", isNear: false };
  const compared = compareFacts(
    [fact, { ...fact, prompt: "b" }],
    [
      [" Rome. One", " Oslo"],
      [" Rome. Two", " Rome"],
    ],
  );
  expect(compared).toMatchObject({ asked: 2, given: [1, 2], differing: [{ prompt: "b" }] });
});
