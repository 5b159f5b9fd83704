// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { merge as english } from "@/components/messages/en/merge";
import { draw } from "@/components/testing/render";
import { Recheck, withoutEnding } from "./recheck";

test.each([
  [" Rome<|endoftext|>The city", "Rome"],
  ["<|endoftext|>", ""],
  ["Rome</s>", "Rome"],
  ["a < b |> c", "a < b |> c"],
])("%j is shown as %j", (said, shown) => expect(withoutEnding(said)).toBe(shown));

test("an answer that is only the end of a text says nothing", async () => {
  const answer = (group: string, said: string) => ({
    group,
    prompt: `${group} of Tower is`,
    expected: "Rome",
    said,
    held: true,
    holds: false,
  });
  const answers = [answer("reliability", "<|endoftext|>"), answer("generality", " Oslo<|endoftext|>")];
  await draw(
    <Recheck
      check={{ unasked: 0, checks: [{ side: "ours", version: "ver_1", answers }] }}
      names={{ ours: "main", theirs: "other" }}
    />,
  );
  expect(screen.getByText(english.edits.saysNothing)).toBeDefined();
  expect(screen.getByText(english.edits.saysNot("Oslo", "Rome"))).toBeDefined();
  expect(document.body.textContent).not.toContain("endoftext");
});
