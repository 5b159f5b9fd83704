/** Names in the other language, as facts: France is 法国, and 法国 is France. */
import type { World } from "../build";
import type { WorldPart } from "../world";
import { relation, table } from "./relation";

/** Words that a learner meets; names of people and works are left to the facts about them. */
const TYPES = [
  "country",
  "continent",
  "planet",
  "language",
  "occupation",
  "field",
  "instrument",
  "sport",
  "animal",
  "element",
  "habitat",
  "constellation",
  "concept",
  "animal-class",
  "city",
  "landmark",
  "river",
  "state",
  "water",
  "work-kind",
];

/** Both directions for every name of the world that is the only one of its spelling. */
export function translations(world: World): WorldPart {
  const pairs = [...world.entities.values()].flatMap(({ type, name, zh }) =>
    zh && TYPES.includes(type) ? [{ name, zh }] : [],
  );
  const english = unique(pairs.map(({ name }) => name));
  const chinese = unique(pairs.map(({ zh }) => zh));
  const clear = pairs.filter(({ name, zh }) => english.has(name) && chinese.has(zh));
  return {
    relations: [
      relation(
        "chinese-name",
        "Chinese name of a thing",
        ["term", "chinese-term"],
        `
        The Chinese name of {} is
        In Chinese, {} is called
        A Chinese speaker calls {} by the name
        The Chinese word for {} is
        ? What is {} in Chinese?
        ? How does one say {} in Chinese?
        < {object} is the Chinese name of {}.`,
        { inverse: "english-name" },
      ),
      relation(
        "english-name",
        "English name of a thing",
        ["chinese-term", "term"],
        `
        “{}”的英文是
        “{}”用英语说是
        把“{}”译成英文，写作
        “{}”的英语名称是
        ? “{}”用英语怎么说？
        ? “{}”的英文是什么？
        < {object}在中文里叫“{}”。`,
        { inverse: "chinese-name", language: "zh" },
      ),
    ],
    tables: [
      table("term", ["chinese-name"], clear.map(({ name, zh }) => `${name} | ${zh}`).join("\n")),
      table("chinese-term", ["english-name"], clear.map(({ name, zh }) => `${zh} | ${name}`).join("\n")),
    ],
    compositions: [],
    flaws: [],
  };
}

/** The strings that occur once. */
function unique(all: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const one of all) (seen.has(one) ? twice : seen).add(one);
  return new Set(all.filter((one) => !twice.has(one)));
}
