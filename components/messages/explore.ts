"use client";

import { placeMessages } from "./context";
import { explore } from "./en/explore";

export const useExploreMessages = placeMessages(explore, () =>
  import("./zh/explore").then((file) => file.explore),
);
