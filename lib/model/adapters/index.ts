/** The adapters. To add one: a file here, and a line in this list. */
import { defineCatalog } from "../../base";
import type { Adapter } from "./adapter";
import { codebook } from "./codebook";
import { deferral } from "./deferral";
import { loraBlocks } from "./lora-blocks";
import { routedMemory } from "./routed-memory";

export const ADAPTERS = defineCatalog<Adapter>("adapter", [codebook, routedMemory, loraBlocks, deferral]);
