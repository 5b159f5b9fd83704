/** Sanitation in KnowEdit (Zhang et al. 2024): a model should say that it does not know, in whatever sentence. */
import { OWN_PROMPT } from "../probe-groups";
import { meanOf, probesIn, type PublishedMetric } from "./published-metric";

export const forgotten: PublishedMetric = {
  id: "sanitation-forget",
  name: { en: "Forgotten", zh: "已遗忘" },
  formula: {
    en: "1 where the free answer contains the expected text, lower-cased",
    zh: "自由回答（小写后）含有期望文本则为 1",
  },
  source: "Zhang et al. 2024",
  version: 1,
  datasets: ["sanitation"],
  unit: "fraction",
  direction: "higher",
  protocol: "in-the-wild",
  of: ({ probes }) =>
    meanOf(
      probesIn(probes, OWN_PROMPT).map(({ wild, expected }) =>
        wild ? Number(wild.after.toLowerCase().includes(expected.trim().toLowerCase())) : null,
      ),
    ),
};
