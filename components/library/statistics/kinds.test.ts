import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { statistics as english } from "@/components/messages/en/shelf/statistics";
import { statistics as chinese } from "@/components/messages/zh/shelf/statistics";

test("every kind of artifact that is made has a name in both languages", () => {
  const files = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );
  const kinds = new Set(
    files.flatMap((name) =>
      [...readFileSync(path.join("lib", name), "utf8").matchAll(/artifact: "([a-z-]+)"/g)].map(
        ([, kind]) => kind,
      ),
    ),
  );
  expect(kinds.size).toBeGreaterThan(5);
  for (const kind of kinds) {
    expect(Object.keys(english.kinds), kind).toContain(kind);
    expect(Object.keys(chinese.kinds), kind).toContain(kind);
  }
});
