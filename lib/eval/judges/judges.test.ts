/** How far each judge agrees with the labels; the default has to agree almost always. */
import { describe, expect, test } from "vitest";
import { atlasWorld } from "../../data/worlds";
import { atlas2World } from "../../data/worlds/atlas2";
import { agreementOf, createLexicon, DEFAULT_JUDGE, HELD_OUT, JUDGES, LABELLED } from ".";

const lexicon = createLexicon(atlasWorld(), atlas2World());
const ALL = [...LABELLED, ...HELD_OUT];
const labels = ALL.map(({ isGiven }) => isGiven);

async function agreement(id: string) {
  const findings = await JUDGES.get(id).judge(ALL, { lexicon });
  return agreementOf(
    findings.map((finding) => finding === "gives"),
    labels,
  );
}

test("the default judge agrees with people", async () => {
  const { kappa, interval95, count } = await agreement(DEFAULT_JUDGE);
  expect(count).toBe(118);
  expect(kappa).toBeGreaterThanOrEqual(0.9);
  expect(interval95[0]).toBeGreaterThan(0.8);
});

test("it agrees better than judges of words", async () => {
  const [entity, exact, alias] = await Promise.all(["entity", "exact", "alias"].map(agreement));
  expect(entity.kappa).toBeGreaterThan(exact.kappa);
  expect(entity.kappa).toBeGreaterThan(alias.kappa);
});

describe.each(JUDGES.all)("$id", ({ judge }) => {
  test("finds no answer in nothing, whatever it may use", async () => {
    const said = [{ question: "Where?", said: "", accepted: ["Rome"] }];
    expect(await judge(said, { lexicon })).toEqual([expect.not.stringContaining("gives")]);
  });
});

test("kappa is 1 for equal judgements, 0 for chance and below for opposites", () => {
  expect(agreementOf([true, false, true], [true, false, true]).kappa).toBe(1);
  expect(agreementOf([true, true, false, false], [true, false, true, false]).kappa).toBe(0);
  expect(agreementOf([true, false], [false, true]).kappa).toBe(-1);
});

test.each(["endpoint", "harm-endpoint"])("%s is asked one question at a time", async (id) => {
  let underWay = 0;
  let most = 0;
  const ask = async () => {
    most = Math.max(most, ++underWay);
    await Promise.resolve();
    underWay--;
    return "yes";
  };
  const findings = await JUDGES.get(id).judge(LABELLED.slice(0, 5), { endpoint: ask });
  expect([findings.length, most]).toEqual([5, 1]);
});
