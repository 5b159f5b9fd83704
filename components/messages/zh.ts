/** Every visible sentence in Chinese. A missing key is a type error. */
import type { en } from "./en";
import { catalogNames } from "./catalog-names";
import { charts } from "./zh/charts";
import { chat } from "./zh/chat";
import { edit } from "./zh/edit";
import { errors } from "./zh/errors";
import { evaluate } from "./zh/evaluate";
import { explore } from "./zh/explore";
import { form } from "./zh/form";
import { history } from "./zh/history";
import { library } from "./zh/shelf/library";
import { lists } from "./zh/shelf/lists";
import { places } from "./zh/places";
import { presets } from "./zh/shelf/presets";
import { shell } from "./zh/shell";
import { statistics } from "./zh/shelf/statistics";
import { tour } from "./zh/tour";
import { ui } from "./zh/ui";

export const zh: typeof en = {
  catalog: catalogNames("zh"),
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
