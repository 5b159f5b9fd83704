/** The framers. To add one: a file here, and a line in this list. */
import { defineCatalog } from "../../base";
import { demonstrations } from "./demonstrations";
import type { Framer } from "./prompt-adapter";
import { scope } from "./scope";

export const FRAMERS = defineCatalog<Framer>("framer", [demonstrations, scope]);
