import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../base";
import { atlasWorld } from "../atlas";
import { atlas2World } from "../atlas2";
import { nameOf, tripleKey, type World } from "../build";
import { probesFor, randomCases } from "../cases";
import { indexFacts } from "./fact-index";
import { rippleOf } from "./ripple";

const world = atlasWorld();

function ripple(of: World, relation: string, subject: string, target: string) {
  const index = indexFacts(of);
  const found = of.relations.find(({ id }) => id === relation)!;
  const { must, may } = rippleOf(index, found, of.entities.get(`${found.domain}/${subject}`)!, target);
  return {
    must: must.map(({ prompt, subject: about, answer }) => [
      prompt.replace("{}", nameOf(of, about)),
      answer.split("/")[1],
    ]),
    may: may.map(({ relation: id, subject: about }) => tripleKey(id, about)),
  };
}

describe("what must change", () => {
  it("follows a composition: the country of a landmark whose city changes, and what that country gives", () => {
    const { must, may } = ripple(world, "landmark-city", "Eiffel Tower", "Rome");
    expect(must).toContainEqual(["The country of the landmark Eiffel Tower is", "Italy"]);
    expect(must).toContainEqual([
      "The official language of the country of the landmark Eiffel Tower is",
      "Italian",
    ]);
    // Both countries are in Europe, so nothing changes there.
    expect(must.map(([prompt]) => prompt).join()).not.toContain("continent");
    expect(may).not.toContain(tripleKey("landmark-country", "landmark/Eiffel Tower"));
  });

  it("reaches what stands behind the subject: landmarks of a city whose country changes", () => {
    const { must } = ripple(world, "city-country", "Paris", "Italy");
    expect(must).toContainEqual(["The capital of the country of the city of Paris is", "Rome"]);
    expect(
      must.some(([prompt, answer]) => /^The country of the landmark /.test(prompt) && answer === "Italy"),
    ).toBe(true);
  });

  it("asks in two steps for what an edited fact is the second step of", () => {
    const { must } = ripple(world, "capital", "France", "Lyon");
    expect(must.length).toBeGreaterThan(0);
    for (const [prompt, answer] of must) {
      expect(prompt).toContain("capital of the country");
      expect(answer).toBe("Lyon");
    }
  });

  it("goes back by an exact inverse", () => {
    const { must } = ripple(atlas2World(), "opposite", "hot", "small");
    expect(must).toContainEqual(["The opposite of small is", "hot"]);
  });

  it("holds nothing that is so already", () => {
    expect(ripple(world, "landmark-city", "Eiffel Tower", "Lyon").must).toEqual([]);
  });
});

describe("what may change", () => {
  it("is what else is known of the subject, and what a rule suggests without making it certain", () => {
    const { may } = ripple(world, "capital", "France", "Rome");
    expect(may).toContain(tripleKey("language", "country/France"));
    expect(may).toContain(tripleKey("city-country", "city/Rome"));
    expect(may).not.toContain(tripleKey("capital", "country/France"));
  });
});

describe("the probes of a case", () => {
  const cases = randomCases(world, seededRandom("ripple"), 200);

  it("ask no question in two classes", () => {
    for (const { rephrases, locality, portability, mayChange = {} } of cases) {
      const asked = [locality, portability, mayChange].flatMap((kinds) => Object.values(kinds).flat());
      const prompts = [...rephrases, ...asked.map(({ prompt }) => prompt)];
      expect(new Set(prompts).size).toBe(prompts.length);
    }
  });

  it("count no other fact of the subject as a neighbour", () => {
    for (const { request, locality } of cases) {
      const [, relation] = request.id.split("/");
      const domain = world.relations.find(({ id }) => id === relation)?.domain;
      const about = world.known.filter(({ subject }) => subject === `${domain}/${request.subject}`);
      const prompts = about.map((fact) =>
        world.relations.find(({ id }) => id === fact.relation)?.prompts[0].replace("{}", request.subject),
      );
      for (const { prompt } of Object.values(locality).flat()) expect(prompts).not.toContain(prompt);
    }
  });

  it("belong to an edit whose answer is neither the true one nor its own subject", () => {
    for (const { request } of cases)
      expect([request.subject, request.targetTrue]).not.toContain(request.targetNew);
  });

  it("have consequences wherever a rule gives some", () => {
    const share =
      cases.filter(({ portability }) => Object.keys(portability).length > 0).length / cases.length;
    expect(share).toBeGreaterThan(0.3);
    expect(probesFor(world, "Eiffel Tower", "landmark-city", "Rome")?.portability.implied).toEqual([
      { prompt: "The country of the landmark Eiffel Tower is", target: "Italy" },
    ]);
  });
});
