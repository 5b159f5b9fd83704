/** All tables of people, by calling. */
import type { EntityTable } from "../../world";
import { directors, painters } from "./artists";
import { composers, musicians } from "./musicians";
import { scientists } from "./scientists";
import { athletes } from "./sports";
import { explorers, writers } from "./writers";

export const persons: readonly EntityTable[] = [
  scientists,
  writers,
  explorers,
  painters,
  directors,
  composers,
  musicians,
  athletes,
];
