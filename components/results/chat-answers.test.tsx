// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { verdict } from "@/components/testing/edit-run";
import { draw } from "@/components/testing/render";
import type { ChatProbe } from "@/lib/eval";
import { ChatAnswers } from "./chat-answers";

const t = en.edit.verdict.chat;
const BASE = { question: "What is the capital of France?", before: "The capital of France is Paris." };
const drawn = (chat?: ChatProbe[]) => draw(<ChatAnswers verdict={{ ...verdict(), chat }} />);

test("each answer in chat stands beside the one before, with what it shows of the edit", async () => {
  await drawn([
    { ...BASE, caseId: "1", after: "The capital of Italy is Rome.", finding: "confused", insteadOf: "Italy" },
    { ...BASE, caseId: "2", after: BASE.before, finding: "old" },
    { ...BASE, caseId: "3", after: "The capital of France is Rome.", finding: "says" },
  ]);
  expect(screen.getAllByRole("heading", { name: BASE.question })).toHaveLength(3);
  for (const sentence of [t.confused("Italy"), t.old, t.says])
    expect(screen.getByText(sentence)).toBeTruthy();
});

test("a model without a chat template has no such part", async () => {
  await drawn(undefined);
  expect(screen.queryByText(t.title)).toBeNull();
});
