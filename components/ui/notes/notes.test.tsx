// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { draw } from "@/components/testing/render";
import { ErrorNote } from "./notes";

test("an error of several fields lists those after the first, and how many more there are", async () => {
  const issues = ["a", "b", "c"].map((field) => ({ field, message: `${field} is too long.` }));
  const details = { field: "a", issues, count: 7 };
  await draw(<ErrorNote error={{ code: "invalid_input", message: "a: a is too long.", details }} />);
  const lines = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
  expect(lines).toEqual(["b b is too long.", "c c is too long.", en.errors.moreIssues(4)]);
});

test("an error of one field has no list", async () => {
  await draw(<ErrorNote error={{ message: "Too long.", details: { field: "a" } }} />);
  expect(screen.queryByRole("listitem")).toBeNull();
  expect(screen.getByText(en.errors.field("a"))).toBeDefined();
});

test("an error with words of its own is titled by them, and names no field of the interface", async () => {
  const details = { field: "request.subject", reason: "unknownSubject" };
  await draw(<ErrorNote error={{ code: "not_found", message: "Not known.", details }} />);
  expect(screen.getByText(en.errors.reasons.unknownSubject!({}).title!)).toBeDefined();
  expect(screen.queryByText(en.errors.field("request.subject"))).toBeNull();
});
