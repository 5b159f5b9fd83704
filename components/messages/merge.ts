"use client";

import { placeMessages } from "./context";
import { merge } from "./en/merge";

export const useMergeMessages = placeMessages(merge, () => import("./zh/merge").then((file) => file.merge));
