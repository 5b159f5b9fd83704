"use client";

import { placeMessages } from "./context";
import { history } from "./en/history";

export const useHistoryMessages = placeMessages(history, () =>
  import("./zh/history").then((file) => file.history),
);
