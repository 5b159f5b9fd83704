import { defineTaskVector } from "./task-vector";
import { byRank, checkEpsilon, EPSILON } from "./thin";

export const dellaLinear = defineTaskVector({
  id: "della_linear",
  name: "DELLA linear",
  summary: "Entries are dropped at random, small ones more often, and the rest added.",
  paper: { title: "DELLA-Merging", authors: "Deep et al.", year: 2024, arxiv: "2406.11617" },
  thin: byRank,
  check: checkEpsilon,
  elects: false,
  normalize: false,
  rescale: true,
  isRandom: true,
  parameters: [EPSILON],
});
