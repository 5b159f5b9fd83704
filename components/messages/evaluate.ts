"use client";

import { placeMessages } from "./context";
import { evaluate } from "./en/evaluate";

export const useEvaluateMessages = placeMessages(evaluate, () =>
  import("./zh/evaluate").then((file) => file.evaluate),
);
