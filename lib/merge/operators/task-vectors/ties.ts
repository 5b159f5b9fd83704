import { defineTaskVector } from "./task-vector";
import { byMagnitude, checkDensity } from "./thin";

export const ties = defineTaskVector({
  id: "ties",
  name: "TIES",
  summary: "Differences are trimmed, signs elected, and those that agree averaged.",
  paper: { title: "TIES-Merging", authors: "Yadav et al.", year: 2023, arxiv: "2306.01708" },
  thin: byMagnitude,
  check: checkDensity,
  elects: true,
  normalize: true,
});
