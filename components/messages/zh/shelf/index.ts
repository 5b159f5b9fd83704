/** Sentences of the Library. */
import type { shelf as english } from "../../en/shelf";
import { library } from "./library";
import { presets } from "./presets";
import { statistics } from "./statistics";

export const shelf: typeof english = { library, presets, statistics };
