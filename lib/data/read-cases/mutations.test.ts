/** Broken records: whatever is wrong, it is a fault with its place, and the records around it are read as ever. */
import { expect, test } from "vitest";
import { seededRandom } from "../../base";
import { mutated } from "../../testing/mutations";
import { PUBLISHED_RECORDS } from "../../testing/published-records";
import { faultText } from "../fault";
import { EditCase } from "../request";
import { Question } from "../question";
import { readCases } from ".";

/** More with the variable: `MUTATIONS=2000 npx vitest run lib/data/read-cases/mutations`. */
const COUNT = Number(process.env.MUTATIONS ?? 300);
const SEEDS = Object.values(PUBLISHED_RECORDS).flat();
const WHOLE = { id: "whole", subject: "Norway", prompt: "The capital of Norway is", target_new: "Bergen" };

test(`${COUNT} mutated records give faults, and no exception and no half of a record`, () => {
  const random = seededRandom("mutated records");
  let broken = 0;
  for (let i = 0; i < COUNT; i++) {
    const record = mutated(SEEDS[i % SEEDS.length], random.fork(String(i)));
    const list = readCases(JSON.stringify([record, WHOLE]));
    expect(list.cases.at(-1)?.request).toMatchObject({ subject: "Norway", targetNew: "Bergen" });
    for (const one of list.cases) EditCase.parse(one);
    for (const one of list.questions) Question.parse(one);
    for (const fault of [...list.faults, ...list.omitted]) expect(faultText(fault)).toBeTruthy();
    const together = list.cases.filter((one) => one.together !== undefined);
    if (together.length > 0) expect(list.faults).toEqual([]);
    const isRead = list.cases.length + list.questions.length > 1;
    expect(isRead || list.faults.length > 0 || isEmpty(record)).toBe(true);
    if (list.faults.length > 0) broken++;
  }
  expect(broken).toBeGreaterThan(COUNT / 8);
});

test("text that is cut anywhere is refused in words", () => {
  const text = JSON.stringify(SEEDS);
  const random = seededRandom("cut text");
  for (let i = 0; i < COUNT / 10; i++) {
    const list = readCases(text.slice(0, random.integer(text.length)));
    expect(list.cases.length + list.questions.length + list.faults.length).toBeGreaterThanOrEqual(0);
    for (const fault of list.faults) expect(faultText(fault)).toBeTruthy();
  }
});

/** A record of lists that are all empty has nothing to be read or refused. */
function isEmpty(record: unknown): boolean {
  const lists = record as {
    samples?: unknown;
    success?: unknown;
    K_F?: unknown;
    edits?: unknown;
    edit?: unknown;
  };
  return [lists.samples, lists.success, lists.K_F, lists.edits, lists.edit].some(
    (list) => list !== undefined,
  );
}
