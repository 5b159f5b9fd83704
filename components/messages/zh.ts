/** Every visible sentence in Chinese. A missing key is a type error. */
import type { en } from "./en";
import { chat } from "./zh/chat";
import { common } from "./zh/common";
import { evaluate } from "./zh/evaluate";
import { explore } from "./zh/explore";
import { history } from "./zh/history";
import { knowledge } from "./zh/knowledge";
import { lab } from "./zh/lab";
import { operations } from "./zh/lab/operations";
import { merge } from "./zh/merge";
import { shelf } from "./zh/shelf";

export const zh: typeof en = {
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
