import { defineTaskVector } from "./task-vector";
import { GAMMA, withoutOutliers } from "./thin";

export const breadcrumbs = defineTaskVector({
  id: "breadcrumbs",
  name: "Breadcrumbs",
  summary: "The largest and the smallest entries of differences are left out.",
  paper: { title: "Model Breadcrumbs", authors: "Davari and Belilovsky", year: 2023, arxiv: "2312.06795" },
  thin: withoutOutliers,
  elects: false,
  normalize: false,
  parameters: [GAMMA],
});
