import { expect, test } from "vitest";
import { EditRequest } from "../data";
import { worldDraw, worldExamples, worldFacts, worldProbes } from "./worlds";

test("examples of a world are edits, and probes of an edit come from its facts", async () => {
  const examples = await worldExamples({ world: "atlas" });
  expect(examples.length).toBeGreaterThan(4);
  for (const { request } of examples) expect(EditRequest.safeParse(request).success).toBe(true);
  const { rephrases } = await worldProbes({ world: "atlas", request: examples[0].request });
  expect(rephrases?.length).toBeGreaterThan(0);
});

test("edits are drawn from the facts that a model knows", async () => {
  const known = ["capital|country/France|city/Paris", "capital|country/Japan|city/Tokyo"];
  const drawn = await worldDraw({ world: "atlas", known, count: 5, seed: "0" });
  expect(drawn.map(({ request }) => request.subject).sort()).toEqual(["France", "Japan"]);
  await expect(worldDraw({ world: "atlas", known: [], count: 1, seed: "0" })).rejects.toMatchObject({
    code: "unsupported",
  });
});

test("nothing is made up about a subject that the world does not know", async () => {
  const request = { id: "1", subject: "Nobody at all", prompt: "{} was born in", targetNew: "Rome" };
  await expect(worldProbes({ world: "atlas", request })).rejects.toMatchObject({ code: "not_found" });
});

test("the larger world is asked in Chinese where its model was taught so", async () => {
  const asked = { search: "静夜思", flawed: false, limit: 5 };
  expect((await worldFacts({ world: "atlas", ...asked })).total).toBe(0);
  const { facts } = await worldFacts({ world: "atlas-2", ...asked });
  expect(facts.map(({ answer }) => answer)).toContain("李白");
});

test("in Chinese, examples, draws and probes are Chinese, where the world speaks it", async () => {
  const HAN = /\p{Script=Han}/u;
  const examples = await worldExamples({ world: "atlas-2", language: "zh" });
  expect(examples.length).toBeGreaterThanOrEqual(6);
  for (const { request } of examples) expect(request.prompt + request.targetNew).toMatch(HAN);
  const [drawn] = await worldDraw({ world: "atlas-2", language: "zh", count: 1, seed: "0" });
  expect(drawn.request.prompt).toMatch(HAN);
  const request = { id: "1", subject: "法国", prompt: "{}的首都是", targetNew: "里昂" };
  const { rephrases, targetTrue } = await worldProbes({ world: "atlas-2", request });
  expect(targetTrue).toBe("巴黎");
  expect(rephrases.join()).toMatch(HAN);
  expect(await worldExamples({ world: "atlas", language: "zh" })).toEqual(
    await worldExamples({ world: "atlas" }),
  );
});
