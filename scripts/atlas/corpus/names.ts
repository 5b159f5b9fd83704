/** Names that nobody has, for subjects that the model cannot know. */
import type { Random } from "../../../lib/base";

const STARTS = [
  "Bal",
  "Cor",
  "Dra",
  "El",
  "Fen",
  "Gor",
  "Hal",
  "Il",
  "Jor",
  "Kel",
  "Lum",
  "Mar",
  "Nol",
  "Or",
  "Pel",
  "Quin",
  "Ros",
  "Sel",
  "Tor",
  "Ul",
  "Vel",
  "Wen",
  "Yor",
  "Zan",
];
const MIDDLES = ["a", "e", "i", "o", "u", "an", "en", "ir", "or", "ul", "est", "ond"];
const ENDS = [
  "bar",
  "dell",
  "fax",
  "gorn",
  "heim",
  "ka",
  "lio",
  "mora",
  "nia",
  "pol",
  "quist",
  "rin",
  "stad",
  "tova",
  "vik",
  "wick",
  "zeth",
];
const CHINESE = [..."沐岚昊翎霁珞淇澜钰婵璟颢麓棠笙漪珣暄芷屿"];
const SURNAMES = [..."欧柏乔麦骆宓鄢逄邰訾"];

/** "Velorpol", or two such words for a person. */
export function inventedName(random: Random, words: number): string {
  const draw = (from: readonly string[]): string => from[random.integer(from.length)];
  const word = (): string => draw(STARTS) + draw(MIDDLES) + draw(ENDS);
  return Array.from({ length: words }, word).join(" ");
}

/** A surname and two characters. */
export function inventedChineseName(random: Random): string {
  const draw = (from: readonly string[]): string => from[random.integer(from.length)];
  return draw(SURNAMES) + draw(CHINESE) + draw(CHINESE);
}
