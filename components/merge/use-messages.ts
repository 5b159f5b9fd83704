"use client";

import { placeMessages } from "@/components/messages/context";
import { merge } from "@/components/messages/en/merge";

export const useMergeMessages = placeMessages(merge, () =>
  import("@/components/messages/zh/merge").then((file) => file.merge),
);
