/**
 * Chapter 5. Merging: several changes of one weight made into one. Plain arrays go in and come out, for changes of a model
 * and of a side memory alike. Read method.ts (the contract), then methods/ties.ts.
 */
export { MERGE_METHODS } from "./methods";
