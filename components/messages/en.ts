/** Every visible sentence in English, one module for each feature. The Chinese modules have the same type. */
import { catalogNames } from "./catalog-names";
import { charts } from "./en/charts";
import { chat } from "./en/chat";
import { edit } from "./en/edit";
import { errors } from "./en/errors";
import { evaluate } from "./en/evaluate";
import { explore } from "./en/explore";
import { form } from "./en/form";
import { history } from "./en/history";
import { library } from "./en/shelf/library";
import { lists } from "./en/shelf/lists";
import { places } from "./en/places";
import { presets } from "./en/shelf/presets";
import { shell } from "./en/shell";
import { statistics } from "./en/shelf/statistics";
import { tour } from "./en/tour";
import { ui } from "./en/ui";

export const en = {
  catalog: catalogNames("en"),
  charts,
  chat,
  edit,
  errors,
  evaluate,
  explore,
  form,
  history,
  library,
  lists,
  places,
  presets,
  shell,
  statistics,
  tour,
  ui,
};
