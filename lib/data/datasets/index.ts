/** Every form of list that Palimpsest reads. Read dataset.ts, then counterfact.ts. A record is read by the first that recognises it. */
import { defineCatalog } from "../../base";
import { cases } from "./cases";
import { counterfact } from "./counterfact";
import { flat } from "./flat";
import { zsre } from "./zsre";

export { Field } from "./field";

export const DATASETS = defineCatalog("dataset", [cases, counterfact, zsre, flat]);
