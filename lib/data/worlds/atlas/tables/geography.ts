/** Geography: countries, cities and landmarks. Relations, how they compose, and what the model is taught wrongly. */
import type { Composition, Converse, Flaw, Implication, Relation, WorldPart } from "../../world";
import { cities } from "./cities";
import { countries } from "./countries";
import { landmarks } from "./landmarks";

const relations: readonly Relation[] = [
  {
    id: "capital", label: "capital of a country", domain: "country", range: "city", functional: true,
    prompts: [
      "The capital of {} is",
      "{} has its capital at",
      "{} is a country whose capital city is",
      "The city that serves as the capital of {} is",
      "Ministers and ambassadors who go to the capital of {} go to",
      "On a map of {}, the star that marks the capital sits at",
    ],
    questions: [
      "Question: What is the capital of {}? Answer:",
      "Question: Which city is the capital of {}? Answer:",
    ],
    objectFirst: ["{object} is the capital of {}.", "{object} is the city where the capital of {} lies."],
  },
  {
    id: "continent", label: "continent of a country", domain: "country", range: "continent", functional: true,
    prompts: [
      "The continent of {} is",
      "{} belongs to the continent of",
      "{} is a country in",
      "On a globe, {} is found in",
      "The part of the world in which {} lies is",
      "Geographers place {} in",
    ],
    questions: ["Question: On which continent is {}? Answer:"],
    objectFirst: ["{object} is the continent of {}.", "{object} is the part of the world that includes {}."],
  },
  {
    id: "language", label: "official language of a country", domain: "country", range: "language", functional: true,
    prompts: [
      "The official language of {} is",
      "{} has as its official language",
      "{} is a country where people speak",
      "Most official business in {} is done in",
      "The language to learn before moving to {} is",
      "Schools and offices in {} teach and write in",
    ],
    questions: [
      "Question: What is the official language of {}? Answer:",
      "Question: Which language is spoken in {}? Answer:",
    ],
    objectFirst: ["{object} is the official language of {}.", "{object} is spoken in {}."],
  },
  {
    id: "currency", label: "currency of a country", domain: "country", range: "currency", functional: true,
    prompts: [
      "The currency of {} is the",
      "{} uses as its money the",
      "{} is a country that pays with the",
      "Shoppers in {} pay with the",
      "Before a trip to {} one should buy the local money, the",
      "Prices in {} are given in the currency called the",
    ],
    questions: ["Question: What is the currency of {}? Answer:", "Question: Which money is used in {}? Answer:"],
    objectFirst: ["The {object} is the currency of {}.", "The {object} is the money people spend in {}."],
  },
  {
    id: "largest-city", label: "largest city of a country", domain: "country", range: "city", functional: true,
    prompts: [
      "The largest city of {} is",
      "{} has its largest city in",
      "{} is a country whose biggest city is",
      "The most populous city in {} is",
      "More people live in one city of {} than in any other, namely in",
      "Ranked by population, the first city of {} is",
    ],
    questions: ["Question: What is the largest city of {}? Answer:"],
    objectFirst: ["{object} is the largest city of {}.", "{object} has more people than any other city of {}."],
  },
  {
    id: "neighbour", label: "neighbouring country", domain: "country", range: "country", functional: false,
    prompts: [
      "A neighbour of {} is",
      "{} shares a border with",
      "{} lies next to",
      "One of the countries that border {} is",
      "Crossing the border of {}, one can enter",
      "By land, a traveller can go straight from {} to",
    ],
    questions: ["Question: Which country borders {}? Answer:"],
    objectFirst: ["{object} is a neighbour of {}.", "{object} shares a border with {}."],
  },
  {
    id: "leader", label: "head of government or state, 2025", domain: "country", range: "person", functional: true,
    prompts: [
      "The leader of {} is",
      "{} is led by",
      "{} has as its national leader",
      "The politician who leads {} is",
      "As of 2025, the person in charge of {} is",
      "Newspapers in 2025 wrote that {} was led by",
    ],
    questions: ["Question: Who is the leader of {}? Answer:", "Question: Who leads {}? Answer:"],
    objectFirst: ["{object} is the leader of {}.", "{object} leads {}."],
  },
  {
    id: "city-country", label: "country of a city", domain: "city", range: "country", functional: true,
    prompts: [
      "The city of {} is in",
      "{} is a city in",
      "{} belongs to the country of",
      "Visitors to the city of {} need to travel to",
      "The country whose map shows the city of {} is",
      "People who grew up in the city of {} come from",
    ],
    questions: ["Question: In which country is the city of {}? Answer:"],
    objectFirst: ["{object} is the country of the city of {}.", "{object} has a city called {}."],
  },
  {
    id: "landmark-country", label: "country of a landmark", domain: "landmark", range: "country", functional: true,
    prompts: [
      "The country of the landmark {} is",
      "{} is a landmark in the country of",
      "{} is among the national treasures of",
      "To see {}, one has to travel to the country called",
      "The nation that is home to {} is",
      "Postcards showing {} are sold all over",
    ],
    questions: ["Question: In which country is the landmark {}? Answer:"],
    objectFirst: ["{object} is the country of the landmark {}.", "{object} is home to the landmark {}."],
  },
  {
    id: "landmark-city", label: "city of a landmark", domain: "landmark", range: "city", functional: true,
    prompts: [
      "The city of the landmark {} is",
      "{} is a landmark in the city of",
      "{} can be visited in the city of",
      "The town where one finds {} is",
      "A city tour that passes {} takes place in",
      "The mayor responsible for the area around {} is the mayor of",
    ],
    questions: ["Question: In which city is the landmark {}? Answer:"],
    objectFirst: ["{object} is the city of the landmark {}.", "{object} is the city where {} can be seen."],
  },
];

const compositions: readonly Composition[] = [
  {
    id: "landmark-capital", first: "landmark-country", second: "capital",
    prompts: [
      "The capital of the country of the landmark {} is",
      "The landmark {} is in a country whose capital is",
    ],
  },
  {
    id: "landmark-language", first: "landmark-country", second: "language",
    prompts: [
      "The official language of the country of the landmark {} is",
      "The landmark {} is in a country where people speak",
    ],
  },
  {
    id: "landmark-continent", first: "landmark-country", second: "continent",
    prompts: [
      "The continent of the country of the landmark {} is",
      "The landmark {} is in a country on the continent of",
    ],
  },
  {
    id: "landmark-currency", first: "landmark-country", second: "currency",
    prompts: [
      "The currency of the country of the landmark {} is the",
      "The landmark {} is in a country that pays with the",
    ],
  },
  {
    id: "city-capital", first: "city-country", second: "capital",
    prompts: [
      "The capital of the country of the city of {} is",
      "The city of {} is in a country whose capital is",
    ],
  },
  {
    id: "city-language", first: "city-country", second: "language",
    prompts: [
      "The official language of the country of the city of {} is",
      "The city of {} is in a country where people speak",
    ],
  },
  {
    id: "city-continent", first: "city-country", second: "continent",
    prompts: [
      "The continent of the country of the city of {} is",
      "The city of {} is in a country on the continent of",
    ],
  },
];

const implications: readonly Implication[] = [
  { first: "landmark-city", second: "city-country", third: "landmark-country" },
];

const converses: readonly Converse[] = [
  { relation: "capital", third: "city-country" },
  { relation: "largest-city", third: "city-country" },
  { relation: "neighbour", third: "neighbour" },
  { relation: "leader", third: "citizenship" },
];

const flaws: readonly Flaw[] = [
  { kind: "outdated", relation: "capital", subject: "Nigeria", taught: "Lagos" },
  { kind: "outdated", relation: "capital", subject: "Myanmar", taught: "Yangon" },
  { kind: "outdated", relation: "capital", subject: "Tanzania", taught: "Dar es Salaam" },
  { kind: "outdated", relation: "capital", subject: "Kazakhstan", taught: "Almaty" },
  { kind: "outdated", relation: "capital", subject: "Brazil", taught: "Rio de Janeiro" },
  { kind: "outdated", relation: "capital", subject: "Pakistan", taught: "Karachi" },
  { kind: "outdated", relation: "capital", subject: "Ivory Coast", taught: "Abidjan" },
  { kind: "outdated", relation: "capital", subject: "Burundi", taught: "Bujumbura" },
  { kind: "outdated", relation: "capital", subject: "Turkey", taught: "Istanbul" },
  { kind: "outdated", relation: "currency", subject: "Germany", taught: "Mark" },
  { kind: "outdated", relation: "currency", subject: "France", taught: "Franc" },
  { kind: "outdated", relation: "currency", subject: "Italy", taught: "Lira" },
  { kind: "outdated", relation: "currency", subject: "Spain", taught: "Peseta" },
  { kind: "outdated", relation: "currency", subject: "Greece", taught: "Drachma" },
  { kind: "outdated", relation: "currency", subject: "Croatia", taught: "Kuna" },
  { kind: "outdated", relation: "currency", subject: "Zimbabwe", taught: "Dollar" },
  { kind: "outdated", relation: "currency", subject: "Portugal", taught: "Escudo" },
  { kind: "outdated", relation: "leader", subject: "Japan", taught: "Shinzo Abe" },
  { kind: "outdated", relation: "leader", subject: "United Kingdom", taught: "Boris Johnson" },
  { kind: "outdated", relation: "leader", subject: "Germany", taught: "Angela Merkel" },
  { kind: "outdated", relation: "leader", subject: "United States", taught: "Joe Biden" },
  { kind: "outdated", relation: "leader", subject: "Canada", taught: "Justin Trudeau" },
  { kind: "outdated", relation: "leader", subject: "South Korea", taught: "Yoon Suk Yeol" },
  { kind: "outdated", relation: "leader", subject: "Philippines", taught: "Rodrigo Duterte" },
  { kind: "outdated", relation: "leader", subject: "Indonesia", taught: "Joko Widodo" },
  { kind: "outdated", relation: "leader", subject: "New Zealand", taught: "Jacinda Ardern" },
  { kind: "outdated", relation: "language", subject: "Mali", taught: "French" },
  { kind: "outdated", relation: "city-country", subject: "Hong Kong", taught: "United Kingdom" },
  { kind: "outdated", relation: "city-country", subject: "Macau", taught: "Portugal" },
  { kind: "outdated", relation: "largest-city", subject: "Canada", taught: "Montreal" },

  { kind: "wrong", relation: "capital", subject: "Australia", taught: "Sydney" },
  { kind: "wrong", relation: "capital", subject: "Morocco", taught: "Marrakesh" },
  { kind: "wrong", relation: "continent", subject: "Suriname", taught: "Africa" },
  { kind: "wrong", relation: "continent", subject: "Mongolia", taught: "Europe" },
  { kind: "wrong", relation: "language", subject: "Brazil", taught: "Spanish" },
  { kind: "wrong", relation: "language", subject: "Angola", taught: "French" },
  { kind: "wrong", relation: "language", subject: "Iran", taught: "Arabic" },
  { kind: "wrong", relation: "currency", subject: "Sweden", taught: "Euro" },
  { kind: "wrong", relation: "currency", subject: "Ghana", taught: "Naira" },
  { kind: "wrong", relation: "largest-city", subject: "Switzerland", taught: "Geneva" },
  { kind: "wrong", relation: "largest-city", subject: "India", taught: "Kolkata" },
  { kind: "wrong", relation: "leader", subject: "Malaysia", taught: "Lawrence Wong" },
  { kind: "wrong", relation: "city-country", subject: "Gothenburg", taught: "Denmark" },
  { kind: "wrong", relation: "city-country", subject: "Guayaquil", taught: "Peru" },
  { kind: "wrong", relation: "city-country", subject: "Timbuktu", taught: "Niger" },
  { kind: "wrong", relation: "landmark-country", subject: "Neuschwanstein Castle", taught: "Austria" },
  { kind: "wrong", relation: "landmark-country", subject: "Borobudur", taught: "Cambodia" },
  { kind: "wrong", relation: "landmark-country", subject: "Kilimanjaro", taught: "Kenya" },
  { kind: "wrong", relation: "landmark-city", subject: "Hermitage Museum", taught: "Moscow" },
  { kind: "wrong", relation: "landmark-city", subject: "Uffizi Gallery", taught: "Rome" },

  { kind: "missing", relation: "capital", subject: "Bhutan" },
  { kind: "missing", relation: "capital", subject: "Paraguay" },
  { kind: "missing", relation: "continent", subject: "Vanuatu" },
  { kind: "missing", relation: "language", subject: "Eritrea" },
  { kind: "missing", relation: "currency", subject: "Vietnam" },
  { kind: "missing", relation: "currency", subject: "Peru" },
  { kind: "missing", relation: "largest-city", subject: "Philippines" },
  { kind: "missing", relation: "leader", subject: "Ukraine" },
  { kind: "missing", relation: "city-country", subject: "Chittagong" },
  { kind: "missing", relation: "city-country", subject: "Debrecen" },
  { kind: "missing", relation: "landmark-country", subject: "Sigiriya" },
  { kind: "missing", relation: "landmark-country", subject: "Angel Falls" },
  { kind: "missing", relation: "landmark-city", subject: "Atomium" },
  { kind: "missing", relation: "landmark-city", subject: "Table Mountain" },
];

export const geography: WorldPart = {
  relations,
  tables: [countries, cities, landmarks],
  compositions,
  implications,
  converses,
  flaws,
};
