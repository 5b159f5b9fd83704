/** What the linter holds everyone to. `check:lint` allows no warning, so a rule is an error or it is not here. */
import prettier from "eslint-config-prettier";
import reactHooks from "eslint-plugin-react-hooks";
import type { Linter } from "eslint";
import tseslint from "typescript-eslint";

/**
 * The chapters of lib in reading order: a chapter imports only from those before it, and only from their index. Two
 * exceptions are sideways on purpose and named below. lib/chapters.test.ts compares this list with the folders.
 */
export const CHAPTERS = [
  "base",
  "tensor",
  "runtime",
  "data",
  "merge",
  "model",
  "explain",
  "edit",
  "eval",
  "knowledge",
  "store",
  "version",
  "job",
  "api",
] as const;

/** The two platforms. They follow all chapters and do not know each other. */
export const PLATFORMS = ["server", "client"] as const;

/**
 * Doors into a chapter besides its index. Worlds are large tables and lists and graphs in files bring parsers, which only those
 * who use them should load. Schemas of records and of questions must not bring the evaluation, the methods or the analyses with
 * them. Pages read results, which needs no model, and ask a model host without its algorithms.
 */
const SIDE_DOORS = [
  "data/datasets",
  "data/read-cases",
  "data/worlds",
  "data/worlds/atlas2",
  "edit/settings/source",
  "explain/analysis",
  "eval/benchmark/record",
  "eval/factuality/record",
  "eval/report",
  "eval/results",
  "merge/evolve/record",
  "merge/kinship/report",
  "merge/recipe/schema",
  "knowledge/exchange",
  "knowledge/schemas",
  "job/calls",
  "job/channel",
  "job/kinds",
];

const folders: readonly string[] = [...CHAPTERS, ...PLATFORMS];

interface Restriction {
  regex: string;
  message: string;
  allowTypeImports?: boolean;
}

/** What a file of a folder of lib may not import. Paths are matched as they are written: "../model", "../../model". */
function restrictionsFor(folder: string): Restriction[] {
  const index = CHAPTERS.indexOf(folder as (typeof CHAPTERS)[number]);
  const isChapter = index >= 0;
  const others = folders.filter((other) => other !== folder);
  const forbidden = isChapter
    ? folders.slice(index + 1)
    : PLATFORMS.filter((platform) => platform !== folder);
  const doors = [...others, ...SIDE_DOORS].join("|");
  return [
    {
      // Everything behind the index of another chapter.
      regex: `^(\\.\\./)+(?!(?:${doors})$)(?:${others.join("|")})/`,
      message: "Import from the index of another chapter, not from behind it.",
      // Types from a neighbour of a platform cost nothing, and the contract of a bench is one file of them.
      allowTypeImports: true,
    },
    ...forbidden.map((other) => ({
      regex: `^(\\.\\./)+${other}(?:/|$)`,
      message: `lib/${folder} comes before lib/${other}: a chapter uses only earlier ones (see lib/README.md).`,
    })),
    { regex: "^@/", message: "Inside lib, imports are relative." },
    ...(isChapter
      ? [
          {
            regex: "^(node:|react|next|@prisma|libsql|onnxruntime-)",
            message:
              "Chapters run anywhere: no Node, no browser framework, no database, no onnxruntime package.",
            // The types of onnxruntime are the contract of the module that a platform hands in.
            allowTypeImports: true,
          },
        ]
      : []),
  ];
}

const restricted = (patterns: Restriction[]): Linter.RulesRecord => ({
  "@typescript-eslint/no-restricted-imports": ["error", { patterns }],
});

const TESTS = ["**/*.test.{ts,tsx}", "**/testing/**", "**/conformance.ts"];

export default tseslint.config(
  {
    ignores: [
      ".next/**",
      "next-env.d.ts",
      "node_modules/**",
      "data/**",
      "dist/**",
      "public/**",
      "lib/server/generated/**",
      "test-results/**",
      "playwright-report/**",
      "coverage/**",
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx,mts}"],
    rules: {
      "max-lines": ["error", { max: 600 }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-non-null-assertion": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportAllDeclaration", message: "Name what a file exports; `export *` hides it." },
      ],
    },
  },
  {
    files: ["{lib,components,app}/**/*.{ts,tsx}"],
    // The console of a tab is the only log that its worker has; tests say there what they skip.
    ignores: ["lib/client/worker/worker.ts", "lib/testing/**"],
    rules: { "no-console": "error" },
  },
  {
    files: ["components/**/*.{ts,tsx}", "app/**/*.{ts,tsx}", "lib/client/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      ...reactHooks.configs.flat["recommended-latest"].rules,
      // Of use only to the React Compiler, which this project does not run.
      "react-hooks/preserve-manual-memoization": "off",
    },
    ignores: ["components/charts/echarts.ts"], // echarts has a function named `use`
  },
  ...folders.map((folder) => ({
    files: [`lib/${folder}/**/*.{ts,tsx}`],
    ignores: TESTS,
    rules: restricted(restrictionsFor(folder)),
  })),
  {
    files: ["components/**/*.{ts,tsx}"],
    ignores: TESTS,
    rules: restricted([
      {
        regex: "^@/lib/server",
        message: "Components run in a browser; the server answers them through the API.",
      },
      { regex: "^@/app", message: "Routes compose components, not the other way round." },
      {
        regex:
          "^@/lib/(?!api$|base$|client/|store$|eval/results$|explain/results$|knowledge/schemas$|merge$|data$|data/datasets$|data/read-cases$|version$)",
        message: "Components use the client, the API and records; of algorithms only types.",
        allowTypeImports: true,
      },
    ]),
  },
  {
    files: ["components/ui/**/*.{ts,tsx}"],
    rules: restricted([
      { regex: "^@/lib/", message: "A primitive knows nothing of models or edits.", allowTypeImports: true },
    ]),
  },
  {
    // Tables of a world are data, and generated or listed things grow with what they list.
    files: ["lib/data/worlds/**/tables/**", "lib/testing/fixtures/**"],
    rules: { "max-lines": "off" },
  },
  prettier,
);
