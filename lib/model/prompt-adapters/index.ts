/** The prompt adapters. To add one: a file here, and a line in this list. */
import { defineCatalog } from "../../base";
import { demonstrations } from "./demonstrations";
import type { PromptAdapter } from "./prompt-adapter";
import { scope } from "./scope";

export const PROMPT_ADAPTERS = defineCatalog<PromptAdapter>("framer", [demonstrations, scope]);
