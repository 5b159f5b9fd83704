import { defineTaskVector } from "./task-vector";
import { byRank, checkEpsilon, EPSILON } from "./thin";

export const della = defineTaskVector({
  id: "della",
  name: "DELLA",
  summary: "Entries are dropped at random, small ones more often, then signs are elected.",
  paper: { title: "DELLA-Merging", authors: "Deep et al.", year: 2024, arxiv: "2406.11617" },
  thin: byRank,
  check: checkEpsilon,
  elects: true,
  normalize: true,
  rescale: true,
  isRandom: true,
  parameters: [EPSILON],
});
