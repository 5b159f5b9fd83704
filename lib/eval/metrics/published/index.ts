/** Numbers that papers publish of their datasets, in the order in which they are shown. Read published-metric.ts. */
import { defineCatalog } from "../../../base";
import { conceptSpecificity, instanceChange } from "./conceptedit";
import { sentimentEditSuccess, topicDrawdown } from "./convsent";
import { OVERLAPS } from "./overlap";
import type { PublishedMetric } from "./published-metric";
import {
  defenceGeneralisation,
  defenceGeneralisations,
  defenceSuccess,
  toxicities,
  toxicityTold,
} from "./safeedit";
import { forgotten } from "./sanitation";

export type { PublishedMetric } from "./published-metric";

export const PUBLISHED_METRICS = defineCatalog<PublishedMetric>("published metric", [
  sentimentEditSuccess,
  topicDrawdown,
  forgotten,
  instanceChange,
  conceptSpecificity,
  defenceSuccess,
  ...defenceGeneralisations,
  defenceGeneralisation,
  ...toxicities,
  toxicityTold,
  ...OVERLAPS,
]);

/** Those that the paper of a dataset publishes. */
export function publishedOf(dataset: string | undefined): readonly PublishedMetric[] {
  return PUBLISHED_METRICS.all.filter(({ datasets }) => dataset !== undefined && datasets.includes(dataset));
}
