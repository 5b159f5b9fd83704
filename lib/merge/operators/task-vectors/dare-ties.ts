import { defineTaskVector } from "./task-vector";
import { atRandom } from "./thin";

export const dareTies = defineTaskVector({
  id: "dare_ties",
  name: "DARE TIES",
  summary: "Entries of differences are dropped at random, then signs are elected.",
  paper: { title: "Language Models are Super Mario", authors: "Yu et al.", year: 2024, arxiv: "2311.03099" },
  thin: atRandom,
  elects: true,
  normalize: false,
  rescale: true,
  isRandom: true,
});
