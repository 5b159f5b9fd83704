import { describe, expect, it } from "vitest";
import { seededRandom } from "../../base";
import { EditCase, filledPrompt } from "../request";
import { atlasWorld } from "./atlas";
import { indexTriples, nameOf, tripleKey } from "./build";
import { probesFor, randomCases } from "./cases";
import { recogniseRelation } from "./recognise";

const world = atlasWorld();
const cases = randomCases(world, seededRandom("cases"), 200);

describe("randomCases", () => {
  it("makes as many valid and different cases as asked", () => {
    expect(cases).toHaveLength(200);
    expect(new Set(cases.map(({ request }) => request.id)).size).toBe(200);
    for (const each of cases) expect(EditCase.parse(each)).toEqual(each);
  });

  it("depends on the seed alone", () => {
    expect(randomCases(world, seededRandom("cases"), 5)).toEqual(cases.slice(0, 5));
    expect(randomCases(world, seededRandom("other"), 5)).not.toEqual(cases.slice(0, 5));
  });

  it("takes the new target from the objects of the relation", () => {
    for (const { request } of cases) {
      const [, relation] = request.id.split("/");
      const triples = world.taught.filter((triple) => triple.relation === relation);
      const objects = new Set(triples.map((triple) => nameOf(world, triple.object)));
      expect(objects.has(request.targetNew) && objects.has(request.targetTrue!)).toBe(true);
      expect(request.targetNew).not.toBe(request.targetTrue);
    }
  });

  it("never makes a subject its own answer", () => {
    const all = randomCases(world, seededRandom("all"), world.known.length);
    expect(all.filter(({ request }) => request.targetNew === request.subject)).toEqual([]);
  });

  it("rephrases with the subject filled in and never repeats the prompt", () => {
    for (const { request, rephrases } of cases) {
      expect(rephrases.length).toBeGreaterThanOrEqual(3);
      expect(new Set([filledPrompt(request), ...rephrases]).size).toBe(rephrases.length + 1);
      for (const prompt of rephrases) expect(prompt).toContain(request.subject);
    }
  });

  it("judges locality by prompts that are not the edit's, and neighbours by other answers", () => {
    for (const { request, rephrases, locality } of cases) {
      const edited = [filledPrompt(request), ...rephrases];
      for (const probe of Object.values(locality).flat()) expect(edited).not.toContain(probe.prompt);
      expect(locality["same-relation"]).toHaveLength(3);
      for (const probe of locality["same-relation"]) {
        expect([request.targetNew, request.targetTrue]).not.toContain(probe.target);
      }
    }
  });

  it("follows the new target over a second relation", () => {
    const facts = indexTriples(world.taught);
    const city = cases.find(
      ({ request, portability }) => request.id.includes("city-country") && portability["one-hop"],
    )!;
    const targets = city.portability["one-hop"].map((probe) => probe.target);
    const capital = facts.get(tripleKey("capital", `country/${city.request.targetNew}`));
    expect(capital === undefined || targets.includes(nameOf(world, capital[0]))).toBe(true);
  });
});

describe("probesFor", () => {
  it.each(["capital", "The capital of {} is", "{} has its capital at", "the capital of france is"])(
    "recognises %s",
    (ask) => {
      expect(recogniseRelation(world, "France", ask)?.relation.id).toBe("capital");
    },
  );

  it("gives the same groups as a case, and consequences once there is a target", () => {
    const probes = probesFor(world, "Eiffel Tower", "landmark-country", "Italy")!;
    expect(probes.rephrases).toHaveLength(4);
    expect(probes.locality["same-relation"]).toHaveLength(3);
    expect(probes.portability["one-hop"]).toContainEqual({
      prompt: "The capital of the country of the landmark Eiffel Tower is",
      target: "Rome",
    });
    expect(probesFor(world, "Eiffel Tower", "landmark-country")!.portability).toEqual({});
  });

  it("finds a subject by its alias and asks by alias", () => {
    const probes = probesFor(world, "Holland", "The capital of Holland is", "Paris")!;
    expect(probes.rephrases[0]).toContain("Netherlands");
    expect(probes.portability.alias).toEqual([{ prompt: "The capital of Holland is", target: "Paris" }]);
  });

  it("generates no text about unknown facts", () => {
    expect(probesFor(world, "Atlantis", "capital")).toBeUndefined();
    expect(probesFor(world, "France", "My favourite colour in {} is")).toBeUndefined();
  });

  it("recognises every template of every relation", () => {
    for (const { id, prompts, questions } of world.relations) {
      const { subject } = world.taught.find((triple) => triple.relation === id)!;
      for (const prompt of [...prompts, ...questions]) {
        expect(recogniseRelation(world, nameOf(world, subject), prompt)?.relation.id).toBe(id);
      }
    }
  });
});
