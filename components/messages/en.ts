/** Every visible sentence in English, one module for each feature. The Chinese modules have the same type. */
import { chat } from "./en/chat";
import { common } from "./en/common";
import { evaluate } from "./en/evaluate";
import { explore } from "./en/explore";
import { history } from "./en/history";
import { knowledge } from "./en/knowledge";
import { lab } from "./en/lab";
import { operations } from "./en/lab/operations";
import { merge } from "./en/merge";
import { shelf } from "./en/shelf";

export const en = {
  ...common,
  ...shelf,
  chat,
  evaluate,
  explore,
  history,
  knowledge,
  lab,
  merge,
  operations,
};
