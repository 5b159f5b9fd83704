import { expect, test } from "vitest";
import { ERROR_CODES } from "@/lib/base";
import { ANALYSES } from "@/lib/explain";
import { en } from "./en";
import { chooseLanguage } from "./languages";
import { zh } from "./zh";
import { explore } from "./zh/explore";

/** Every sentence by its path; a function counts as one, since only its feature knows what to call it with. */
function sentences(node: unknown, path: string, found: Map<string, string>): Map<string, string> {
  if (typeof node === "string") found.set(path, node);
  else if (typeof node === "function") found.set(path, "a function");
  else if (node && typeof node === "object") {
    for (const [key, value] of Object.entries(node)) sentences(value, `${path}.${key}`, found);
  }
  return found;
}

test("no sentence is empty in either language", () => {
  for (const language of [en, zh]) {
    const empty = [...sentences(language, "", new Map())].filter(([, text]) => text.trim() === "");
    expect(empty).toEqual([]);
  }
});

// Open records, such as method summaries that English takes from the catalog, may have more in Chinese.
test("what can be said in English can be said in Chinese", () => {
  const chinese = sentences(zh, "", new Map());
  const missing = [...sentences(en, "", new Map()).keys()].filter((path) => !chinese.has(path));
  expect(missing).toEqual([]);
});

test("every analysis and each of its settings is said in Chinese", () => {
  for (const { id, parameters } of ANALYSES.all) {
    expect(Object.keys(explore.names), id).toContain(id);
    expect(Object.keys(explore.parameters[id] ?? {}).sort(), id).toEqual(
      Object.keys(parameters.shape).sort(),
    );
  }
});

test("a number that a method reports is named in words", () => {
  const names = ["trainingLossNats", "deltaNorm", "keyOverlap", "steps"];
  expect(names.map(en.edit.weights.number)).toEqual([
    "training loss, nats",
    "norm of the delta",
    "key overlap",
    "steps",
  ]);
  expect(zh.edit.weights.number("deltaNorm")).toBe("改动的范数");
});

test("every error code has a title in both languages", () => {
  for (const { errors } of [en, zh])
    expect(Object.keys(errors.titles).sort()).toEqual(Object.keys(ERROR_CODES).sort());
});

test("a person's choice wins over the browser's languages", () => {
  expect(chooseLanguage("en", "zh-CN,zh;q=0.9")).toBe("en");
  expect(chooseLanguage(undefined, "zh-CN,zh;q=0.9,en;q=0.8")).toBe("zh");
  expect(chooseLanguage("tlh", "fr-FR,fr;q=0.9,zh;q=0.1")).toBe("en");
  expect(chooseLanguage(undefined, null)).toBe("en");
});
