/** Every relative link of every Markdown file leads to a file or a heading, and every path that it names exists. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const FOLDERS = ["app", "components", "docs", "e2e", "lib", "prisma", "public", "scripts"];
const FILES = [
  ...readdirSync(ROOT),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      path.join(folder, file),
    ),
  ),
].filter((file) => file.endsWith(".md"));

/** The name that GitHub gives a heading: lower case, hyphens for spaces, other punctuation removed. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

function brokenLinks(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), "utf8").replace(/```[\s\S]*?```/g, "");
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [name, anchor] = target.split("#");
    const to = name === "" ? path.join(ROOT, file) : path.resolve(ROOT, path.dirname(file), name);
    if (!existsSync(to)) return true;
    if (anchor === undefined) return false;
    const headings = [...readFileSync(to, "utf8").matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1]));
    return !headings.includes(anchor);
  });
}

/** Paths in backticks, such as `lib/edit/apply.ts`; those with a placeholder are not paths. */
function missingPaths(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  const named = [...text.matchAll(/`((?:app|components|docs|e2e|lib|prisma|scripts)\/[\w./[\]()-]+)`/g)];
  return named.map((match) => match[1]).filter((name) => !existsSync(path.join(ROOT, name)));
}

describe("links in Markdown", () => {
  it("finds the files", () => expect(FILES).toContain("README.md"));

  it.each(FILES)("%s names only files that exist", (file) => {
    expect(brokenLinks(file)).toEqual([]);
    expect(missingPaths(file)).toEqual([]);
  });
});
