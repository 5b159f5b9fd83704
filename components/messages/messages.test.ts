import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { fieldsOf } from "@/components/form";
import { ERROR_CODES } from "@/lib/base";
import { EDIT_METHODS } from "@/lib/edit";
import { ANALYSES } from "@/lib/explain";
import { MERGE_OPERATORS } from "@/lib/merge";
import { en } from "./en";
import type { Said } from "./en/errors";
import { chooseLanguage } from "./languages";
import { zh } from "./zh";
import { explore } from "./zh/explore";
import { merge } from "./zh/merge";

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

test("every parameter of every method is explained in Chinese, as the catalog does in English", () => {
  for (const { id, parameters } of EDIT_METHODS.all) {
    const notes = zh.edit.methods.parameterNotes(id);
    const missing = fieldsOf(z.toJSONSchema(parameters, { io: "input" }) as never)
      .map(({ name }) => name)
      .filter((name) => !notes[name]);
    expect(missing, id).toEqual([]);
  }
});

test("every operator of merging and each of its parameters is explained in both languages", () => {
  for (const { id, summary, parameters } of MERGE_OPERATORS.all) {
    expect(summary).toMatch(/\.$/);
    expect(merge.form.operatorSummary(id), id).toBeDefined();
    for (const parameter of parameters) {
      expect(parameter.summary, `${id} ${parameter.id}`).toMatch(/^[A-Z].{9,}\.$/);
      expect(merge.form.parameter(id, parameter.id), `${id} ${parameter.id}`).toMatch(/。$/);
    }
  }
  expect(merge.form.parameter("slerp", "t")).not.toBe(merge.form.parameter("nearswap", "t"));
});

test("kinds of attacks have names in both languages, and a kind that nobody named is shown as it is written", () => {
  const kinds = ["dg-only-q", "dg-other-a", "dg-other-q", "dg-other-aq", "knowledge-constraint"];
  for (const { edit } of [en, zh])
    for (const kind of kinds) expect(edit.probes.kind(kind)).not.toMatch(/dg|-/);
  expect(zh.edit.probes.kind("dg-only-q")).toBe("仅有害问题");
  expect(en.edit.probes.kind("some-kind")).toBe("some kind");
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

test("every reason of an error has whole sentences in Chinese, and is given somewhere", () => {
  const given = execFileSync(
    "git",
    ["grep", "-h", "-A1", "because(", "--", "lib", "components", ":!*.test.*"],
    {
      cwd: path.resolve(import.meta.dirname, "../.."),
      encoding: "utf8",
    },
  );
  const values = new Proxy({}, { get: (_, name) => String(name) });
  for (const [reason, say] of Object.entries(zh.errors.reasons)) {
    const { title, message, hint } = (say as (given: never) => Said)(values as never);
    for (const sentence of [message, hint])
      if (sentence !== undefined) expect(sentence, reason).toMatch(/[。？]$/);
    expect(title ?? "无", reason).not.toBe("");
    expect(given, reason).toContain(`"${reason}"`);
  }
});

test("a person's choice wins over the browser's languages", () => {
  expect(chooseLanguage("en", "zh-CN,zh;q=0.9")).toBe("en");
  expect(chooseLanguage(undefined, "zh-CN,zh;q=0.9,en;q=0.8")).toBe("zh");
  expect(chooseLanguage("tlh", "fr-FR,fr;q=0.9,zh;q=0.1")).toBe("en");
  expect(chooseLanguage(undefined, null)).toBe("en");
});
