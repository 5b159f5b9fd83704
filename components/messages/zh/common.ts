/** Sentences that several places show, and those of the first page. A place's own come with that place. */
import type { common as english } from "../en/common";
import { catalogNames } from "../catalog-names";
import { charts } from "./charts";
import { edit } from "./edit";
import { errors } from "./errors";
import { form } from "./form";
import { lists } from "./shelf/lists";
import { places } from "./places";
import { shell } from "./shell";
import { tour } from "./tour";
import { ui } from "./ui";

export const common: typeof english = {
  catalog: catalogNames("zh"),
  charts,
  edit,
  errors,
  form,
  lists,
  places,
  shell,
  tour,
  ui,
};
