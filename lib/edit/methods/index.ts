/** Every edit method. What is listed here gets its card, form, preflight, flags, conformance tests and undo. */
import { defineCatalog } from "../../base";
import type { AnyEditMethod } from "../method";
import { ftL, ftM } from "./ft";
import { rRome } from "./r-rome";
import { rome } from "./rome";

export const EDIT_METHODS = defineCatalog("edit method", [
  rome,
  rRome,
  ftL,
  ftM,
] as unknown as readonly AnyEditMethod[]);
