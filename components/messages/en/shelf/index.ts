/** Sentences of the Library. */
import { library } from "./library";
import { presets } from "./presets";
import { statistics } from "./statistics";

export const shelf = { library, presets, statistics };
