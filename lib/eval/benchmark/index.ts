/** Benchmarks: cases of a dataset, three protocols, a judge, and a table. Read summary.ts; lib/job/benchmark asks the models. */
export { createRetriever, withFact } from "./retrieval";
export { answeredAlready, compareMethods, recordDifferences, rowsOf } from "./summary";
export type { BenchmarkRow, PairedRow } from "./summary";
export { answersInTheWild, fallsBackAt, judgedInTheWild, WILD_TOKENS, wildTokens } from "./wild";
export { BenchmarkCase, BenchmarkEntry, BenchmarkProtocol, WildAnswer } from "./record";
