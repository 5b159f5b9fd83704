import { expect, test } from "vitest";
import { merge as english } from "@/components/messages/en/merge";
import { merge as chinese } from "@/components/messages/zh/merge";
import { recipeSentences } from "@/components/messages/zh/core/recipe-sentences";
import { checkRecipe, readRecipe, SENTENCES, type Sentence, type SentenceCode } from "@/lib/merge";

/** The names that a sentence asks for, of all that its English form may ask for. */
function namesIn(sentence: Sentence): {
  readonly said: readonly string[];
  readonly names: ReadonlySet<string>;
} {
  const names = new Set<string>();
  const values = new Proxy({} as Record<string, string>, {
    get: (_, name) => (names.add(String(name)), "7"),
    ownKeys: () => ["tensor"],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: "7" }),
  });
  return { said: sentence(values), names };
}

test.each(Object.keys(SENTENCES) as SentenceCode[])(
  "%s says the same names and numbers in Chinese",
  (code) => {
    const [en, zh] = [namesIn(SENTENCES[code]), namesIn(recipeSentences[code])];
    expect([...zh.names].sort()).toEqual([...en.names].sort());
    if (code !== "notReadable") expect(zh.said.join("")).toMatch(/\p{Script=Han}/u);
  },
);

test("a problem is put into the words of the page", () => {
  const read = readRecipe("merge_method: slurp\nmodels:\n  - model: left\n");
  const [problem] = checkRecipe(read, new Map()).problems;
  expect(problem).toMatchObject({ code: "unknownMethod", values: { method: "slurp" } });
  expect(english.problems.said(problem)[0]).toBe('There is no merge method "slurp".');
  expect(chinese.problems.said(problem)[0]).toBe("没有合并方法“slurp”。");
});
