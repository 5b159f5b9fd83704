// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { QUESTIONS } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { ExploreView } from "./explore-view";

const t = en.explore;

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
});

const cell = (token: string, probability: number, rank: number) => ({
  likeliest: [{ token, probability }],
  asked: [{ probability: rank === 0 ? probability : 0.01, rank }],
});
const lens = {
  tokens: ["Tower", " is"],
  asked: [" Paris"],
  states: [
    [cell("Tower", 0.9, 40), cell(" is", 0.9, 40)],
    [cell(" is", 0.8, 9), cell(" :", 0.3, 9)],
    [cell(" is", 0.9, 9), cell(" Paris", 0.99, 0)],
  ],
};
const circuit = {
  graph: { layers: 2, heads: 2, readers: 15, edges: 40 },
  tokens: { clean: ["a"], corrupt: ["b"] },
  answers: [" Paris", " Seattle"],
  difference: { clean: 9, corrupt: -9 },
  circuits: [
    { size: 10, edges: [{ from: "input", to: "a0.h1", port: "v", score: 2 }], difference: 0 },
    {
      size: 20,
      edges: [
        { from: "input", to: "m0", score: 3 },
        { from: "m0", to: "logits", score: -1 },
      ],
      difference: 9,
    },
  ],
};

/** Answers that report progress come as events. */
const answered = (value: object) =>
  new Response(`data: ${JSON.stringify({ kind: "result", value: { answer: value } })}\n\n`) as never;

const drawExplore = (search: string) =>
  draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <ExploreView />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search },
  );

test("the lens says after which layer the answer is first, and outlines the cells that say it", async () => {
  const asked = server.answer(QUESTIONS.explore, () => answered(lens));
  await drawExplore("?p=server");
  await screen.findByText(t.lens.from("Paris", 2));
  expect(asked[0].input).toMatchObject({
    analysis: "lens",
    question: { prompt: "The city of the landmark {} is", subject: "Eiffel Tower", answer: "Paris" },
  });
  const said = screen.getByText("Paris", { selector: "td" });
  expect(said.className).toContain("outline");
  expect(said.title).toBe(t.lens.cell("is", ["Paris 99.0%"]));
});

test("a larger circuit is chosen by its size, and says what it keeps", async () => {
  server.answer(QUESTIONS.explore, () => answered(circuit));
  const { user } = await drawExplore("?p=server&show=circuit&size=0");
  await screen.findByText(t.circuit.summary(1, 40, "50.0%", "Paris", "Seattle"));
  await user.click(screen.getByRole("radio", { name: "20" }));
  await screen.findByText(t.circuit.summary(2, 40, "100.0%", "Paris", "Seattle"));
  expect(screen.getAllByText("logits").length).toBeGreaterThan(0);
});

test("what the model refuses stands in place of the picture, and a prompt without {} is told at its field", async () => {
  server.answer(QUESTIONS.explore, () => {
    throw new PalimpsestError("invalid_input", "The two prompts have 10 and 7 tokens.", {
      hint: "Another one.",
    });
  });
  const { user } = await drawExplore("?p=server&show=circuit");
  await waitFor(() => expect(screen.getByText("The two prompts have 10 and 7 tokens.")).toBeDefined());
  const prompt = screen.getByRole("textbox", { name: t.fields.prompt.label });
  await user.clear(prompt);
  await user.type(prompt, "No place");
  expect(screen.getByText(t.fields.prompt.missing, { selector: "[role=alert]" })).toBeDefined();
});
