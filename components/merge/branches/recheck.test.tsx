// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { merge as english } from "@/components/messages/en/merge";
import { draw } from "@/components/testing/render";
import { Recheck } from "./recheck";

test("an answer without a word says nothing", async () => {
  const answer = (group: string, said: string) => ({
    group,
    prompt: `${group} of Tower is`,
    expected: "Rome",
    said,
    held: true,
    holds: false,
  });
  const answers = [answer("reliability", ""), answer("generality", " Oslo")];
  await draw(
    <Recheck
      check={{ unasked: 0, checks: [{ side: "ours", version: "ver_1", answers }] }}
      names={{ ours: "main", theirs: "other" }}
    />,
  );
  expect(screen.getByText(english.edits.saysNothing)).toBeDefined();
  expect(screen.getByText(english.edits.saysNot("Oslo", "Rome"))).toBeDefined();
});
