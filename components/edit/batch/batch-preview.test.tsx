// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { draw } from "@/components/testing/render";
import { readCases } from "@/lib/data/read-cases";
import { BatchPreview } from "./batch-preview";

const LIST = JSON.stringify([
  {
    subject: "Tarn Bridge",
    src: "In which city is Tarn Bridge?",
    alt: "Velmora",
    answers: ["Karsted"],
    rephrase: "What city has Tarn Bridge?",
    loc: "nq question: who painted the harbour",
    loc_ans: "",
    pred: "Oslo",
  },
  { subject: "Lenn Bridge", src: "In which city is Lenn Bridge?", alt: "", answers: ["Karsted"] },
]);

test("says which dataset a list is of, and names every record, probe and field that is not used", async () => {
  await draw(<BatchPreview list={readCases(LIST)} />);
  expect(screen.getByText("1 edit understood, with 1 probe")).toBeDefined();
  expect(screen.getByText(/^Read as zsRE \(MIT/)).toBeDefined();
  const lines = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
  expect(lines).toContain("Line 1, 1.alt: Write the new answer.");
  expect(lines).toContain("Line 1, 0.loc_ans: The probe has no answer and was left out.");
  expect(lines).toContain("pred: This field is not used; 1 record has it.");
});

test("says it in Chinese", async () => {
  await draw(<BatchPreview list={readCases(LIST)} />, { language: "zh" });
  expect(await screen.findByText("第 1 行，1.alt：")).toBeDefined();
});

const record = (subject: string, target_new: string) => ({
  subject,
  prompt: `${subject} is in the city of`,
  target_new,
});

describe("edits that contradict or repeat each other", () => {
  const text = JSON.stringify([
    record("Tarn Bridge", "Velmora"),
    record("Lenn Bridge", "Karsted"),
    record("Tarn Bridge", "Oslo"),
    record("Lenn Bridge", "Karsted"),
  ]);
  const notes = () =>
    within(screen.getByRole("list", { name: /fact of another|同一事实/ }))
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent);

  test("are named by their numbers", async () => {
    await draw(<BatchPreview list={readCases(text)} />);
    expect(notes()).toEqual([
      "Edits 1 and 3 contradict each other: “Tarn Bridge is in the city of” with “Velmora”, and “Oslo”. Only one of them can hold.",
      "Edits 2 and 4 are the same: “Lenn Bridge is in the city of” with “Karsted”.",
    ]);
  });

  test("are named in Chinese", async () => {
    await draw(<BatchPreview list={readCases(text)} />, { language: "zh" });
    expect(notes()[0]).toMatch(/^编辑 1 与编辑 3 相互矛盾/);
  });
});
