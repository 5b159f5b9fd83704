/** Concepts: what they are, what they belong to, and what is an instance of them. */
import type { Relation, WorldPart } from "../../world";
import { cellsOf, linesOf, relation, table } from "../relation";
import { CULTURE } from "./culture";
import { NATURE } from "./nature";

interface Concept {
  readonly name: string;
  readonly zh: string;
  readonly superclass: string;
  readonly definition: string;
  readonly chineseDefinition: string;
  readonly instances: readonly string[];
}

export const concepts: readonly Concept[] = linesOf(NATURE + CULTURE).map((line) => {
  const [name, zh, superclass, definition, chineseDefinition, instances] = cellsOf(line);
  return {
    name,
    zh,
    superclass,
    definition,
    chineseDefinition,
    instances: instances.split(";").map((instance) => instance.trim()),
  };
});

const relations: readonly Relation[] = [
  relation(
    "concept-definition",
    "definition of a concept",
    ["concept", "definition"],
    `
    Definition of {}:
    The word {} means
    By {} one understands
    In a dictionary, {} is explained as
    ? What does {} mean?
    ? What is the definition of {}?
    < {object} is what the word {} means.`,
  ),
  relation(
    "superclass",
    "wider concept of a concept",
    ["concept", "wider-concept"],
    `
    The wider concept of {} is
    As a kind, {} belongs under the concept
    Whatever is called {} is also a kind of
    The concept {} is part of the wider concept
    ? What is the wider concept of {}?
    ? To which wider concept does {} belong?
    < {object} is the wider concept of {}.`,
  ),
  relation(
    "concept-instance",
    "instance of a concept",
    ["concept", "instance"],
    `
    An instance of the concept {} is
    One example of the concept {} is
    Among the things called {} is
    Somebody who thinks of the concept {} may think of
    ? What is an instance of the concept {}?
    < {object} is an instance of the concept {}.`,
    { functional: false },
  ),
];

const rows = concepts.map(({ name, zh, superclass, definition, instances }) =>
  [name, zh, superclass, definition.replaceAll(";", ","), instances.join(";")].join(" | "),
);

export const conceptKnowledge: WorldPart = {
  relations,
  tables: [table("concept", ["zh", "superclass", "concept-definition", "concept-instance"], rows.join("\n"))],
  compositions: [],
  flaws: [],
  chineseNames: new Map(
    concepts.map(({ definition, chineseDefinition }) => [`definition/${definition}`, chineseDefinition]),
  ),
};
