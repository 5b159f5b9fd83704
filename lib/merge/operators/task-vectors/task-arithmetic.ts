import { defineTaskVector } from "./task-vector";

export const taskArithmetic = defineTaskVector({
  id: "task_arithmetic",
  name: "Task arithmetic",
  summary: "Differences from the base are added up.",
  paper: {
    title: "Editing Models with Task Arithmetic",
    authors: "Ilharco et al.",
    year: 2023,
    arxiv: "2212.04089",
  },
  elects: false,
  normalize: false,
});
