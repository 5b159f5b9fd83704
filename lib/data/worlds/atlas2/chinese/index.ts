/** Knowledge that is said in Chinese alone, and the Chinese words for the rest of the world. */
import type { Relation, WorldPart } from "../../world";
import { cellsOf, chineseNames, chineseTemplates, linesOf, relation, table } from "../relation";
import { CHARACTERS } from "./characters";
import { CLASSICAL } from "./classical";
import { IDIOMS } from "./idioms";
import { PEOPLE_NAMES } from "./names-of-people";
import { PLACE_NAMES } from "./names-of-places";
import { THING_NAMES } from "./names-of-things";
import { POEMS } from "./poems";
import { PROVERBS } from "./proverbs";
import { PROVINCES, SIGHTS } from "./provinces";
import { PUZZLES } from "./puzzles";
import { WORDING } from "./wording";

const zh = { language: "zh" } as const;

const relations: readonly Relation[] = [
  relation(
    "next-verse",
    "verse that follows a verse",
    ["verse", "verse"],
    `
    “{}”的下一句是
    诗句“{}”的后面接着
    有人念“{}”，应当对上
    背到“{}”，接下来背
    ? “{}”的下一句是什么？
    ? 请接诗句：“{}”。
    < “{object}”的上一句是“{}”。`,
    zh,
  ),
  relation(
    "verse-poem",
    "poem of a verse",
    ["verse", "poem"],
    `
    “{}”出自诗作
    诗句“{}”所在的诗叫
    写有“{}”的诗题为
    要读到“{}”，可以翻开
    ? “{}”出自哪首诗？
    ? 哪首诗里有“{}”？
    < 《{object}》里有一句“{}”。`,
    zh,
  ),
  relation(
    "poem-author",
    "author of a poem",
    ["poem", "poet"],
    `
    诗作《{}》的诗人是
    《{}》这首诗出自诗人
    写下诗作《{}》的人是
    在诗集里，《{}》署名为
    ? 诗作《{}》是谁写的？
    ? 《{}》这首诗的作者是谁？
    < {object}写了诗作《{}》。`,
    zh,
  ),
  relation(
    "poem-dynasty",
    "dynasty of a poem",
    ["poem", "dynasty"],
    `
    诗作《{}》写于朝代
    《{}》这首诗的朝代是
    诗作《{}》的时代是
    《{}》这首诗属于朝代
    ? 诗作《{}》写于哪个朝代？
    ? 《{}》这首诗属于哪个朝代？
    < {object}代有诗作《{}》。`,
    zh,
  ),
  relation(
    "idiom-meaning",
    "meaning of an idiom",
    ["idiom", "meaning"],
    `
    成语“{}”的意思是
    “{}”这个成语形容或表示：
    成语词典里，“{}”的解释是
    人们说“{}”，意思是
    ? 成语“{}”是什么意思？
    ? 请解释成语：{}。
    < “{object}”可以用成语“{}”来说。`,
    zh,
  ),
  relation(
    "proverb-end",
    "second half of a two-part saying",
    ["proverb", "meaning"],
    `
    歇后语“{}”的后半句是
    俗话说：{}——
    歇后语说“{}”，意思是
    听到“{}”，人们会接上
    ? 歇后语“{}”的后半句是什么？
    ? {}——下一句是什么？
    < “{object}”的前半句可以是“{}”。`,
    zh,
  ),
  relation(
    "reading",
    "reading of a character in a word",
    ["reading-place", "reading"],
    `
    {}的读音是
    在词典里，{}读作
    朗读时，{}念
    用拼音写，{}写成
    ? {}读什么？
    ? {}怎么读？
    < {object}是{}的读音。`,
    zh,
  ),
  relation(
    "modern-words",
    "classical phrase in modern words",
    ["phrase", "meaning"],
    `
    古文“{}”的意思是
    “{}”译成现代汉语是
    用今天的话说，“{}”就是
    课本上这样解释“{}”：
    ? 古文“{}”是什么意思？
    ? 请翻译：“{}”。
    < “{object}”译自古文“{}”。`,
    zh,
  ),
  relation(
    "place-province",
    "province of a place",
    ["china-place", "province"],
    `
    {}所在的省区是
    {}位于省区
    在中国地图上，{}属于
    去{}旅行，要到省区
    ? {}在哪个省区？
    ? {}属于哪个省区？
    < {object}有{}。`,
    zh,
  ),
  relation(
    "province-capital",
    "seat of a province",
    ["province", "china-place"],
    `
    {}的省会或首府是
    {}的行政中心是
    {}政府设在
    在{}，最重要的政府所在地是
    ? {}的省会或首府是哪里？
    ? {}的行政中心在哪里？
    < {object}是{}的行政中心。`,
    zh,
  ),
  relation(
    "province-short",
    "short name of a province",
    ["province", "short-name"],
    `
    {}的简称是
    {}可以简称为
    车牌上代表{}的字是
    用一个字称呼{}，就是
    ? {}的简称是什么？
    ? 哪个字代表{}？
    < “{object}”是{}的简称。`,
    zh,
  ),
  relation(
    "puzzle-answer",
    "answer to a puzzle",
    ["puzzle", "puzzle-answer"],
    `
    脑筋急转弯：{}？答案是
    有人问：{}？正确的回答是
    谜题“{}”的答案是
    想一想，{}？应该回答
    ? 脑筋急转弯，{}？
    ? {}？
    < “{object}”是谜题“{}”的答案。`,
    zh,
  ),
];

const poems = linesOf(POEMS).map((line) => {
  const [name, author, dynasty, verses] = cellsOf(line);
  return { name, author, dynasty, verses: verses.split("/") };
});

const provinces = linesOf(PROVINCES).map((line) => {
  const [name, short, capital, cities] = cellsOf(line);
  return { name, short, capital, cities: [capital, ...cities.split(";")] };
});

const readings = linesOf(CHARACTERS).flatMap((line) => {
  const [character, words] = cellsOf(line);
  return words.split(";").map((pair) => {
    const [word, reading] = pair.trim().split("=");
    return `“${word}”里的“${character}” | ${reading}`;
  });
});

/** Joins rows that a list of objects gives. */
function rows<T>(all: readonly T[], row: (one: T) => string | string[]): string {
  return all.flatMap(row).join("\n");
}

export const chineseKnowledge: WorldPart = {
  relations,
  tables: [
    table(
      "poem",
      ["poem-author", "poem-dynasty"],
      rows(poems, (p) => `${p.name} | ${p.author} | ${p.dynasty}`),
    ),
    table(
      "verse",
      ["next-verse", "verse-poem"],
      rows(poems, (p) => p.verses.map((verse, at) => `${verse} | ${p.verses[at + 1] ?? ""} | ${p.name}`)),
    ),
    table("idiom", ["idiom-meaning"], IDIOMS),
    table("proverb", ["proverb-end"], PROVERBS),
    table("reading-place", ["reading"], readings.join("\n")),
    table("phrase", ["modern-words"], CLASSICAL),
    table(
      "province",
      ["province-short", "province-capital"],
      rows(provinces, (p) => `${p.name} | ${p.short} | ${p.capital}`),
    ),
    table(
      "china-place",
      ["place-province"],
      `${rows(provinces, (p) => p.cities.map((city) => `${city} | ${p.name}`))}\n${SIGHTS}`,
    ),
    table("puzzle", ["puzzle-answer"], PUZZLES),
  ],
  compositions: [
    {
      id: "verse-author",
      first: "verse-poem",
      second: "poem-author",
      prompts: ["写下诗句“{}”的诗人是", "诗句“{}”的作者是", "吟出“{}”的诗人叫"],
    },
    {
      id: "verse-dynasty",
      first: "verse-poem",
      second: "poem-dynasty",
      prompts: ["诗句“{}”写于朝代", "写出“{}”的诗人生活的朝代是"],
    },
    {
      id: "place-short-name",
      first: "place-province",
      second: "province-short",
      prompts: ["{}所在省区的简称是", "{}的汽车牌照上，第一个字是"],
    },
    {
      id: "place-province-capital",
      first: "place-province",
      second: "province-capital",
      prompts: ["{}所在省区的省会或首府是", "{}所属省区的行政中心是"],
    },
  ],
  flaws: [],
};

/** Chinese words for the relations and the entities of every other part. */
export const chineseWords: WorldPart = {
  relations: [],
  tables: [],
  compositions: [],
  flaws: [],
  chinese: chineseTemplates(WORDING),
  chineseNames: new Map([PLACE_NAMES, PEOPLE_NAMES, THING_NAMES].flatMap(chineseNames)),
  neutralTypes: ["symbol", "year", "number", "domain", "letters"],
};
