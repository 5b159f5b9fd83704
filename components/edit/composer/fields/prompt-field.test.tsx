// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { draw } from "@/components/testing/render";
import { EMPTY_DRAFT } from "../draft";
import { PromptField } from "./prompt-field";

test("a long prompt scrolls in its box and does not push the page away, and its mark stays with it", async () => {
  const draft = { ...EMPTY_DRAFT, subject: "Norway", prompt: `${"word\n".repeat(300)}{}` };
  await draw(<PromptField draft={draft} onChange={vi.fn()} />);
  const box = screen.getByRole("textbox");
  const layer = box.parentElement?.querySelector("mark")?.parentElement;
  // The largest height is the style's; both layers must have the same.
  const heights = [box, layer].map((one) => /\bmax-h-\S+/.exec(one?.className ?? "")?.[0]);
  expect(heights[0]).toBeDefined();
  expect(heights[1]).toBe(heights[0]);
});
