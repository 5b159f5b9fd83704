import { defineTaskVector } from "./task-vector";
import { atRandom } from "./thin";

export const dareLinear = defineTaskVector({
  id: "dare_linear",
  name: "DARE",
  summary: "Entries of differences are dropped at random, the rest scaled up and added.",
  paper: { title: "Language Models are Super Mario", authors: "Yu et al.", year: 2024, arxiv: "2311.03099" },
  thin: atRandom,
  elects: false,
  normalize: false,
  rescale: true,
  isRandom: true,
});
