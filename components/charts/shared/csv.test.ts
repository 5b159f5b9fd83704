import { expect, test } from "vitest";
import { csvFile } from "./csv";

test("a table becomes CSV with unrounded numbers, quotes where they are needed, and no formulas", async () => {
  const file = await csvFile({
    columns: [
      { label: "token", kind: "text" },
      { label: "share, in %", kind: "number" },
    ],
    rows: [
      ["=1+1", 1 / 3],
      ['a "b"', null],
      ["line\nbreak", -2],
    ],
  });
  expect(file.join("")).toBe(
    `\uFEFFtoken,"share, in %"\r\n"'=1+1",${1 / 3}\r\n"a ""b""",\r\n"line\nbreak",-2\r\n`,
  );
});
