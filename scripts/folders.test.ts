import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const LARGEST = 15;
/** Folders that hold data or pictures, not code that is read file by file. */
const EXEMPT = [/\/tables$/, /\/fixtures(\/|$)/];

/** Files that git tracks or would add, without what it ignores. */
function sourceFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: path.resolve(import.meta.dirname, ".."),
    encoding: "utf8",
  });
  return listed.split("\n").filter((file) => /^(app|components|e2e|lib|prisma|scripts)\//.test(file));
}

test(`a folder of source holds at most ${LARGEST} files`, () => {
  const sizes = new Map<string, number>();
  for (const file of sourceFiles()) {
    const folder = path.posix.dirname(file);
    if (!EXEMPT.some((pattern) => pattern.test(folder))) sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  }
  expect(sizes.size).toBeGreaterThan(50);
  expect([...sizes].filter(([, size]) => size > LARGEST)).toEqual([]);
});
