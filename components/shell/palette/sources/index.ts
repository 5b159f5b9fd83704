/** Every source of the palette, in the order of its groups. */
import type { PaletteSource } from "../source";
import { actionsSource } from "./actions";
import { examplesSource } from "./examples";
import { factsSource } from "./facts";
import { jobsSource } from "./jobs";
import { methodsSource } from "./methods";
import { modelsSource } from "./models";
import { placesSource } from "./places";
import { storiesSource } from "./stories";
import { versionsSource } from "./versions";

export const PALETTE_SOURCES: readonly PaletteSource[] = [
  placesSource,
  actionsSource,
  storiesSource,
  methodsSource,
  versionsSource,
  jobsSource,
  examplesSource,
  factsSource,
  modelsSource,
];
