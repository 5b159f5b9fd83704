import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Locked extends Manifest {
  readonly version?: string;
}

const manifest = JSON.parse(read("package.json")) as Manifest;
const lock = JSON.parse(read("package-lock.json")) as { readonly packages: Readonly<Record<string, Locked>> };
const packages = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).sort();

describe("package-lock.json", () => {
  test("has an entry for everything that a package depends on, on every platform", () => {
    const missing = Object.entries(lock.packages).flatMap(([folder, entry]) =>
      namesIn(entry, folder === "")
        .filter((name) => !isResolved(folder, name))
        .map((name) => `${name}, needed by ${folder || "package.json"}`),
    );
    expect(missing, "Run `npm install --package-lock-only` and commit the lock file.").toEqual([]);
  });

  test("asks for the ranges of package.json", () => {
    const { dependencies, devDependencies } = lock.packages[""];
    expect({ dependencies, devDependencies }).toEqual({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
    });
  });
});

function namesIn(entry: Locked, isRoot: boolean): string[] {
  return Object.keys({
    ...entry.dependencies,
    ...entry.optionalDependencies,
    ...(isRoot && entry.devDependencies),
  });
}

/** As Node looks for a package: in the folder's own node_modules, then in that of each folder above it. */
function isResolved(folder: string, name: string): boolean {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
    if (`${at === "" ? "" : `${at}/`}node_modules/${name}` in lock.packages) return true;
    if (at === "") return false;
  }
}

describe("docs/dependencies.md", () => {
  const rows = read("docs/dependencies.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => {
      const [, names, versions] = line.split("|").map((cell) => cell.trim());
      const several = versions.split(", ");
      return names.split(", ").map((name, i) => ({
        name: name.replaceAll("`", ""),
        version: several[i] ?? several[0],
      }));
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));

  test("has a row for every package, and none for another", () => {
    expect(rows.map(({ name }) => name)).toEqual(packages);
  });

  test("has the versions of the lock file", () => {
    expect(rows).toEqual(
      packages.map((name) => ({ name, version: lock.packages[`node_modules/${name}`].version })),
    );
  });
});

/** Packages that no source file imports and no script of package.json runs, and what uses them instead. */
const USED_BY_TOOLS: Readonly<Record<string, string>> = {
  "@prisma/client": "the client that prisma generates imports it",
  "@tailwindcss/postcss": "Next loads it by its name in postcss.config.mjs",
  "@testing-library/dom": "@testing-library/react imports it",
  "@types/n3": "the compiler reads it",
  "@types/node": "the compiler reads it",
  "@types/papaparse": "the compiler reads it",
  "@types/react": "the compiler reads it",
  "@types/react-dom": "the compiler reads it",
  "graphology-types": "the types of graphology, which names it as a peer",
  "happy-dom": "vitest loads it by its name in the first line of a test",
  jiti: "eslint reads eslint.config.ts with it",
  typescript: "its command is tsc",
};

test("every package is imported or run somewhere", () => {
  const sources = sourceFiles().map((file) => read(file));
  const commands = Object.values(manifest.scripts ?? {})
    .join(" ")
    .split(/\s+/);
  const unused = packages.filter((name) => {
    const imports = new RegExp(`(?:from|import|resolve|require)\\s*\\(?\\s*"${name}(?:/[^"]*)?"`);
    return !commands.includes(name) && !sources.some((source) => imports.test(source));
  });
  expect(unused).toEqual(Object.keys(USED_BY_TOOLS));
});

function sourceFiles(): string[] {
  const isSource = (file: string) => /\.(?:tsx?|mjs|css)$/.test(file);
  const folders = ["app", "components", "e2e", "lib", "scripts"].flatMap((folder) =>
    (readdirSync(join(ROOT, folder), { recursive: true }) as string[]).map((file) => join(folder, file)),
  );
  return [...readdirSync(ROOT), ...folders]
    .filter(isSource)
    .filter((file) => !file.startsWith(join("lib", "server", "generated")));
}
