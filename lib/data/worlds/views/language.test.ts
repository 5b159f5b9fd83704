import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../base";
import { atlasWorld } from "../atlas";
import { atlas2World } from "../atlas2";
import { nameOf } from "../build";
import { probesFor, randomCases, trueAnswer } from "../cases";
import { findFacts } from "../find";
import { worldIn } from "./language";

const world = atlas2World();
const HAN = /\p{Script=Han}/u;

describe("a world in Chinese", () => {
  const chinese = worldIn(world, "zh");

  test("says what it has Chinese words for, under Chinese names", () => {
    expect(chinese.known.length).toBeGreaterThan(world.known.length / 3);
    for (const { prompts, questions } of chinese.relations)
      for (const prompt of [...prompts, ...questions]) expect(prompt).toMatch(HAN);
    for (const { subject, object } of chinese.known) {
      expect(chinese.entities.get(subject)?.name, subject).toBeDefined();
      expect(chinese.entities.get(object)?.name, object).toBeDefined();
    }
    expect(trueAnswer(chinese, "法国", "{}的首都是")).toBe("巴黎");
  });

  test("has edits, probes and consequences like any other", () => {
    const cases = randomCases(world, seededRandom(0), 200, "zh");
    expect(cases).toHaveLength(200);
    for (const { request, rephrases } of cases) {
      expect(request.prompt).toMatch(HAN);
      for (const rephrase of rephrases) expect(rephrase).toMatch(HAN);
    }
    const probes = probesFor(chinese, "法国", "法国的首都是", "里昂");
    expect(Object.values(probes?.locality ?? {}).flat().length).toBeGreaterThan(3);
    const followed = cases.flatMap(({ portability }) => Object.values(portability).flat());
    expect(followed.length).toBeGreaterThan(20);
  });

  test("keeps the flaws that it can say", () => {
    expect(chinese.flaws.length).toBeGreaterThan(0);
    const { facts } = findFacts(chinese, "", { limit: 1000, flawed: true });
    expect(facts).toHaveLength(
      new Set(chinese.flaws.map(({ relation, subject }) => relation + subject)).size,
    );
    for (const { prompt } of facts) expect(prompt).toMatch(HAN);
  });

  test("is empty where the world does not speak it", () => {
    const none = worldIn(atlasWorld(), "zh");
    expect([none.relations, none.known, none.flaws]).toEqual([[], [], []]);
  });
});

test("a world in English asks nothing in Chinese, and leaves out nothing else", () => {
  const english = worldIn(world, "en");
  for (const { prompts } of english.relations) expect(prompts.join()).not.toMatch(HAN);
  const others = world.relations.filter(({ language }) => language === "zh").map(({ id }) => id);
  const said = world.known.filter(({ relation }) => !others.includes(relation));
  expect(english.known).toEqual(said);
  expect(nameOf(english, english.known[0].subject)).toBe(nameOf(world, said[0].subject));
});
