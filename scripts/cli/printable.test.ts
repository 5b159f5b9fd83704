import { describe, expect, test } from "vitest";
import { invalidFields, invalidField, toWireError } from "../../lib/base";
import { linesOfError, table } from "./context";
import { printable, printableJson, printableLines } from "./printable";

describe("text from others", () => {
  test.each([
    ["an escape sequence", "\u001b[2J\u001b]0;title\u0007", "\\x1b[2J\\x1b]0;title\\x07"],
    ["line breaks", "kept\r\nmain \u2192 ver_1", "kept\\r\\nmain \u2192 ver_1"],
    ["controls of eight bits and the deletion", "a\u009b2Jb\u007f", "a\\x9b2Jb\\x7f"],
    ["marks that reorder", "\u202eabc\u2066", "\\u202eabc\\u2066"],
    ["nothing to escape", "Zürich 東京 🙂 “quoted”", "Zürich 東京 🙂 “quoted”"],
  ])("with %s is one visible line", (_, text, shown) => expect(printable(text)).toBe(shown));

  test("keeps its lines where a program wrote them, and nothing else of what a terminal obeys", () =>
    expect(printableLines("error: unknown option '--\u001b[2J\r'\nusage:\u0007\n")).toBe(
      "error: unknown option '--\\x1b[2J\\r'\nusage:\\x07\n",
    ));

  test("is as wide in a table as it is printed", () => {
    const lines = table(
      ["reason", "n"],
      [
        ["a\u001bb\nc", "1"],
        ["plain", "22"],
      ],
    );
    expect(lines).toEqual(["reason     n", "---------  --", "a\\x1bb\\nc   1", "plain      22"]);
  });

  test("as JSON reads back as it was, and holds nothing that a terminal obeys", () => {
    const value = { reason: "a\u001b[2J\u009b\u202e\n", list: [1, "\u2028"] };
    const text = printableJson(value, 2);
    expect(JSON.parse(text)).toEqual(value);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
  });
});

describe("an error", () => {
  test("is printed with its field and its hint", () => {
    const error = invalidField("requests.0.prompt", "No slot.", "Write {} once.");
    expect(linesOfError(toWireError(error))).toEqual([
      "invalid_input: No slot.",
      "  field: requests.0.prompt",
      "  Write {} once.",
    ]);
  });

  test("of several fields is printed with all of them, and with the number of those that it does not list", () => {
    const issues = Array.from({ length: 23 }, (_, i) => ({ field: `cases.${i}`, message: "Too long." }));
    const lines = linesOfError(toWireError(invalidFields(issues, "Shorten them.")));
    expect(lines.slice(0, 3)).toEqual([
      "invalid_input: cases.0: Too long. (23 faults in all)",
      "  cases.1: Too long.",
      "  cases.2: Too long.",
    ]);
    expect(lines.slice(-3)).toEqual(["  cases.19: Too long.", "  and 3 more", "  Shorten them."]);
  });
});
