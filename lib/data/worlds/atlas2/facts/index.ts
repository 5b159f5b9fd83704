/** More facts about the entities of the first world, and about some new ones. */
import type { Relation, WorldPart } from "../../world";
import { elementTable } from "../../atlas/tables/elements";
import { addition, cellsOf, linesOf, relation, table } from "../relation";
import { RARE_ANIMALS, RARE_SIGHTS, RARE_TOWNS } from "../texts/rare";
import { COUNTRY_CODES, DISHES, LANGUAGES, RIVERS, STATES } from "./lands";
import { INVENTIONS, OPPOSITES, YOUNG, YOUNG_OF_KNOWN } from "./words";
import { COMPANY_YEARS, LIVES, WORK_YEARS } from "./years";

const relations: readonly Relation[] = [
  relation(
    "birth-year",
    "year of birth of a person",
    ["person", "year"],
    `
    {} was born in the year
    The year of birth of {} is
    The life of {} began in the year
    The birth of {} falls in the year
    ? In which year was {} born?
    ? What is the year of birth of {}?
    < {object} is the year in which {} was born.`,
  ),
  relation(
    "death-year",
    "year of death of a person",
    ["person", "year"],
    `
    {} died in the year
    The year of death of {} is
    The life of {} ended in the year
    The death of {} falls in the year
    ? In which year did {} die?
    ? What is the year of death of {}?
    < {object} is the year in which {} died.`,
  ),
  relation(
    "work-year",
    "year of a work",
    ["work", "year"],
    `
    {} first appeared in the year
    The year in which {} came before the public is
    The public first met {} in the year
    {} dates from the year
    ? In which year did {} first appear?
    ? From which year is {}?
    < {object} is the year in which {} first appeared.`,
  ),
  relation(
    "founding-year",
    "year of the founding of a company",
    ["company", "year"],
    `
    {} was founded in the year
    The founding year of {} is
    The company {} began in the year
    The history of the company {} starts in the year
    ? In which year was {} founded?
    ? What is the founding year of {}?
    < {object} is the year in which {} was founded.`,
  ),
  relation(
    "internet-domain",
    "internet domain of a country",
    ["country", "domain"],
    `
    The internet domain of {} is
    {} has the internet domain
    Web addresses from {} end in
    On the internet, the letters of {} are
    ? What is the internet domain of {}?
    ? In which letters do web addresses from {} end?
    < {object} is the internet domain of {}.`,
  ),
  relation(
    "telephone-code",
    "telephone code of a country",
    ["country", "number"],
    `
    The telephone code of {} is
    {} has the telephone code
    To call {}, one dials the country code
    Telephone numbers in {} begin abroad with the code
    ? What is the telephone code of {}?
    ? Which country code does one dial to call {}?
    < {object} is the telephone code of {}.`,
  ),
  relation(
    "people",
    "name of the people of a country",
    ["country", "people"],
    `
    The people of {} are called
    Those who live in {} are the
    A book about {} calls its citizens the
    The inhabitants of {} are known as the
    ? What are the people of {} called?
    ? How does one call the inhabitants of {}?
    < The {object} are the people of {}.`,
  ),
  relation(
    "atomic-number",
    "atomic number of an element",
    ["element", "number"],
    `
    The atomic number of {} is
    The number of protons in an atom of {} is
    In the periodic table {} has the number
    The element {} has the atomic number
    ? What is the atomic number of {}?
    ? How many protons does an atom of {} have?
    < {object} is the atomic number of {}.`,
  ),
  relation(
    "state-capital",
    "capital of a state",
    ["state", "city"],
    `
    The state capital of {} is
    {} is a state whose capital is
    The governor of {} works in
    The state government of {} sits in
    ? What is the state capital of {}?
    ? Which city is the capital of the state {}?
    < {object} is the capital of the state {}.`,
  ),
  relation(
    "postal-letters",
    "postal letters of a state",
    ["state", "letters"],
    `
    The postal letters of {} are
    On an envelope, {} is shortened to
    Letters to {} bear the abbreviation
    The two letters that stand for {} are
    ? What are the postal letters of {}?
    ? Which two letters stand for {}?
    < {object} are the postal letters of {}.`,
  ),
  relation(
    "river-mouth",
    "water that a river flows into",
    ["river", "water"],
    `
    The river {} flows into the
    {} is a river that ends in the
    The mouth of {} is at the
    The water of {} reaches the
    ? Where does the river {} end?
    ? Into which water does {} flow?
    < The {object} receives the water of {}.`,
  ),
  relation(
    "dish-country",
    "country of a dish",
    ["dish", "country"],
    `
    The dish {} comes from
    {} is a dish from
    The country that gave the world {} is
    To taste {} where it was first made, one travels to
    ? From which country does {} come?
    ? Which country is the home of the dish {}?
    < {object} is the home of the dish {}.`,
  ),
  relation(
    "language-family",
    "family of a language",
    ["language", "family"],
    `
    The language family of {} is
    {} belongs to the language family called
    Linguists count {} among the languages called
    {} is related to the other languages named
    ? To which language family does {} belong?
    ? What is the language family of {}?
    < {object} is the language family of {}.`,
  ),
  relation(
    "script",
    "script of a language",
    ["language", "script"],
    `
    The script of {} is
    {} is written in the script called
    The letters in which {} is printed are
    Children who learn to write {} learn the script
    ? In which script is {} written?
    ? What is the script of {}?
    < {object} is the script in which {} is written.`,
  ),
  relation(
    "opposite",
    "opposite of a word",
    ["word", "word"],
    `
    The opposite of {} is
    The word {} is the contrary of
    Whatever is not {} may be
    Somebody who looks up the antonym of {} finds
    ? What is the opposite of {}?
    ? Which word is the contrary of {}?
    < {object} is the opposite of {}.`,
    { inverse: "opposite" },
  ),
  relation(
    "young",
    "young of an animal",
    ["animal", "young"],
    `
    The young of the {} is called a
    A baby {} is a
    The word for the child of the {} is
    When the {} has young, each is a
    ? What is the young of the {} called?
    ? Which word names a baby {}?
    < A {object} is the young of the {}.`,
  ),
  relation(
    "credited-to",
    "person to whom an invention or discovery is credited",
    ["invention", "person"],
    `
    The {} is credited to
    The person behind the {} is
    We owe the {} to
    The history of science links the {} with
    ? Who is credited with the {}?
    ? To whom do we owe the {}?
    < {object} is credited with the {}.`,
  ),
];

/** The table of elements is in the order of the atomic numbers, from hydrogen to fermium. */
const atomicNumbers = linesOf(elementTable.rows)
  .map((line, index) => `${cellsOf(line)[0]} | ${index + 1}`)
  .join("\n");

const bothWays = linesOf(OPPOSITES)
  .flatMap((line) => {
    const [word, opposite] = cellsOf(line);
    return [`${word} | ${opposite}`, `${opposite} | ${word}`];
  })
  .join("\n");

export const moreFacts: WorldPart = {
  relations,
  tables: [
    addition("person", ["birth-year", "death-year"], LIVES),
    addition("work", ["work-year"], WORK_YEARS),
    addition("company", ["founding-year"], COMPANY_YEARS),
    addition("country", ["internet-domain", "telephone-code", "people"], COUNTRY_CODES),
    addition("element", ["atomic-number"], atomicNumbers),
    addition("language", ["language-family", "script"], LANGUAGES),
    table("state", ["zh", "state-capital", "postal-letters"], STATES),
    table("river", ["zh", "river-mouth"], RIVERS),
    table("dish", ["dish-country"], DISHES),
    table("word", ["opposite"], bothWays),
    table("invention", ["credited-to"], INVENTIONS),
    table("city", ["city-country"], RARE_TOWNS),
    table("landmark", ["landmark-country"], RARE_SIGHTS),
    table("animal", ["animal-class"], RARE_ANIMALS),
    table("animal", ["young"], YOUNG),
    addition("animal", ["young"], YOUNG_OF_KNOWN),
  ],
  compositions: [],
  flaws: [],
};
