import { defineTaskVector } from "./task-vector";
import { GAMMA, withoutOutliers } from "./thin";

export const breadcrumbsTies = defineTaskVector({
  id: "breadcrumbs_ties",
  name: "Breadcrumbs TIES",
  summary: "Outliers are left out, then signs are elected.",
  paper: { title: "Model Breadcrumbs", authors: "Davari and Belilovsky", year: 2023, arxiv: "2312.06795" },
  thin: withoutOutliers,
  elects: true,
  normalize: false,
  parameters: [GAMMA],
});
