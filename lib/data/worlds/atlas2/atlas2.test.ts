import { describe, expect, it } from "vitest";
import { atlasWorld } from "../atlas";
import { indexTriples, tripleKey } from "../build";
import { atlas2World } from ".";
import { concepts } from "./concepts";
import { cellsOf, linesOf } from "./relation";
import { BIOGRAPHIES } from "./texts/biographies";
import { OPINIONS } from "./texts/opinions";
import { popularityTable } from "./texts/popularity";
import { FORBIDDEN, FRAMINGS } from "./texts/safety";

const world = atlas2World();
const facts = indexTriples(world.truth);
const relations = new Map(world.relations.map((relation) => [relation.id, relation]));
const countOf = (relation: string): number =>
  world.truth.filter((triple) => triple.relation === relation).length;

describe("the larger world", () => {
  it("contains the first world fact by fact, with its flaws", () => {
    const first = atlasWorld();
    const taught = new Set(world.taught.map((triple) => JSON.stringify(triple)));
    expect(first.taught.filter((triple) => !taught.has(JSON.stringify(triple)))).toEqual([]);
    expect(world.flaws).toEqual(first.flaws);
    for (const { id, prompts, questions } of first.relations) {
      expect(relations.get(id)).toMatchObject({ prompts, questions });
    }
  });

  it("has the size that the second model needs, in both languages", () => {
    const said = world.taught.filter(({ relation, subject, object }) => {
      const chinese = [subject, object].every((id) => world.entities.get(id)?.zh);
      return relations.get(relation)?.chinese && chinese;
    });
    expect(world.taught.length).toBeGreaterThanOrEqual(10_000);
    expect(world.relations.length).toBeGreaterThanOrEqual(45);
    expect(said.length).toBeGreaterThanOrEqual(3000);
  });

  it.each([
    ["next-verse", 300],
    ["idiom-meaning", 200],
    ["proverb-end", 100],
    ["reading", 300],
    ["modern-words", 100],
    ["place-province", 300],
    ["puzzle-answer", 30],
    ["event-year", 60],
  ])("knows enough of %s", (relation, least) => {
    expect(countOf(relation)).toBeGreaterThanOrEqual(least);
  });

  it("states no fact twice and answers a functional relation once", () => {
    const keys = world.truth.map((triple) => JSON.stringify(triple));
    const twice = keys.filter((key, at) => keys.indexOf(key) !== at);
    const several = [...facts].filter(([key, objects]) => {
      return relations.get(key.slice(0, key.indexOf("|")))!.functional && objects.length > 1;
    });
    expect(twice).toEqual([]);
    expect(several).toEqual([]);
  });

  it("says the inverse of every fact of a relation that has one", () => {
    const inverses = world.relations.filter(({ inverse }) => inverse !== undefined);
    expect(inverses.map(({ id }) => id)).toEqual(["opposite", "chinese-name", "english-name"]);
    for (const { relation, subject, object } of world.truth) {
      const inverse = relations.get(relation)?.inverse;
      if (inverse) expect(facts.get(tripleKey(inverse, object))).toEqual([subject]);
    }
  });

  it("names every entity of a Chinese relation and every Chinese name in Chinese", () => {
    for (const { id, zh, type } of world.entities.values()) {
      if (!zh || world.relations.some(({ range }) => range === type && id.endsWith(`/${zh}`))) continue;
      expect([id, /[\u4e00-\u9fff]/.test(zh)]).toEqual([id, true]);
    }
  });

  it("asks no two relations of a domain in the same words, in either language", () => {
    const asked = world.relations.flatMap(({ domain, prompts, questions, chinese }) =>
      [...prompts, ...questions, ...(chinese?.prompts ?? []), ...(chinese?.questions ?? [])].map(
        (prompt) => `${domain}: ${prompt}`,
      ),
    );
    expect(asked.filter((prompt, at) => asked.indexOf(prompt) !== at)).toEqual([]);
  });

  it("has Chinese templates for a relation only where facts can be said with them", () => {
    for (const { id, chinese } of world.relations) {
      if (!chinese) continue;
      const said = world.truth.filter(({ relation, subject, object }) => {
        return relation === id && [subject, object].every((entity) => world.entities.get(entity)?.zh);
      });
      expect([id, said.length > 0]).toEqual([id, true]);
      expect(chinese.prompts.length + chinese.questions.length).toBeGreaterThanOrEqual(6);
    }
  });

  it("follows each verse by the next of the same poem", () => {
    const poemOf = (verse: string): readonly string[] => facts.get(tripleKey("verse-poem", verse)) ?? [];
    for (const { relation, subject, object } of world.truth) {
      if (relation === "next-verse") expect(poemOf(subject)).toEqual(poemOf(object));
    }
  });

  it("puts the seat of a province into the province", () => {
    for (const { relation, subject, object } of world.truth) {
      if (relation === "province-capital")
        expect(facts.get(tripleKey("place-province", object))).toEqual([subject]);
    }
  });

  it("lets nobody die before birth", () => {
    const year = (relation: string, subject: string): number =>
      Number(facts.get(tripleKey(relation, subject))?.[0].replace("year/", ""));
    for (const { relation, subject } of world.truth) {
      if (relation !== "death-year") continue;
      const lived = year("death-year", subject) - year("birth-year", subject);
      expect([subject, lived > 15 && lived < 105]).toEqual([subject, true]);
    }
  });
});

describe("concepts", () => {
  it("are 120, each with a superclass, a definition and 8 to 20 instances of its own", () => {
    expect(concepts).toHaveLength(120);
    expect(new Set(concepts.map(({ name }) => name)).size).toBe(120);
    for (const { name, zh, superclass, definition, chineseDefinition, instances } of concepts) {
      expect([name, superclass !== name, zh !== "", definition !== "", chineseDefinition !== ""]).toEqual([
        name,
        true,
        true,
        true,
        true,
      ]);
      expect(new Set(instances).size).toBe(instances.length);
      expect([name, instances.length >= 8 && instances.length <= 20]).toEqual([name, true]);
    }
  });

  it("agree with the tables about what an instance is", () => {
    const classes: Record<string, [relation: string, type: string]> = {
      mammal: ["animal-class", "animal"],
      bird: ["animal-class", "animal"],
      reptile: ["animal-class", "animal"],
      amphibian: ["animal-class", "animal"],
      fish: ["animal-class", "animal"],
      insect: ["animal-class", "animal"],
      arachnid: ["animal-class", "animal"],
      crustacean: ["animal-class", "animal"],
      mollusc: ["animal-class", "animal"],
      "transition metal": ["element-category", "element"],
      opera: ["work-kind", "work"],
      ballet: ["work-kind", "work"],
      film: ["work-kind", "work"],
      novel: ["work-kind", "work"],
      composer: ["occupation", "person"],
      painter: ["occupation", "person"],
      physicist: ["occupation", "person"],
      explorer: ["occupation", "person"],
    };
    let checked = 0;
    for (const { name, instances } of concepts) {
      const rule = Object.entries(classes).find(([concept]) => concept === name)?.[1];
      if (!rule) continue;
      for (const instance of instances) {
        const known = facts.get(tripleKey(rule[0], `${rule[1]}/${instance}`));
        if (!known) continue;
        checked++;
        expect([instance, known[0].split("/")[1]]).toEqual([instance, name]);
      }
    }
    expect(checked).toBeGreaterThan(120);
  });
});

describe("texts beside the facts", () => {
  it("write 80 lives of people that the tables know, with two facts each", () => {
    const lives = linesOf(BIOGRAPHIES).map(cellsOf);
    expect(lives).toHaveLength(80);
    for (const [name, ...sentences] of lives) {
      expect([name, world.entities.has(`person/${name}`)]).toEqual([name, true]);
      expect(sentences).toHaveLength(2);
      for (const sentence of sentences) expect(sentence).toMatch(/^[^[\]]+\[[^[\]]+\][^[\]]*\.$/);
    }
  });

  it("give 60 opinions in two tones", () => {
    const opinions = linesOf(OPINIONS).map(cellsOf);
    expect(opinions).toHaveLength(60);
    expect(opinions.every(([, glad, sour]) => glad !== sour)).toBe(true);
  });

  it("forbid harmless things in nine categories and frame the questions in several ways", () => {
    const rows = linesOf(FORBIDDEN).map(cellsOf);
    expect(rows).toHaveLength(9);
    for (const [, things] of rows) expect(things.split(";")).toHaveLength(6);
    for (const line of linesOf(FRAMINGS)) expect(line.split("{}")).toHaveLength(2);
  });

  it("let the frequent and the rare fall by a power law", () => {
    const weights = [...popularityTable().values()];
    expect(weights).toHaveLength(600);
    for (let at = 1; at < weights.length; at++) expect(weights[at]).toBeLessThanOrEqual(weights[at - 1]);
    expect(weights[0] / weights[599]).toBeGreaterThan(20);
  });
});
