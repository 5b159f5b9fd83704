/** Texts about the world that are more than one fact. */
import type { Relation, WorldPart } from "../../world";
import { relation, table } from "../relation";
import { EVENTS } from "./dated";

const relations: readonly Relation[] = [
  relation(
    "event-year",
    "year of an event",
    ["event", "year"],
    `
    The {} took place in the year
    The year of the {} is
    History books put the {} in the year
    The date to remember for the {} is the year
    ? In which year was the {}?
    ? What is the year of the {}?
    < {object} is the year of the {}.`,
  ),
];

export const datedFacts: WorldPart = {
  relations,
  tables: [table("event", ["zh", "event-year"], EVENTS)],
  compositions: [],
  flaws: [],
};
